<?php
/* `php database.php check|create|drop`: the database of one test run. */
mysqli_report( MYSQLI_REPORT_OFF );
$server = mysqli_init();
$server->options( MYSQLI_OPT_CONNECT_TIMEOUT, 3 );
[ $host, $port ] = explode( ':', getenv( 'WORDPRESS_DB_HOST' ) );
if ( ! @$server->real_connect( $host, getenv( 'WORDPRESS_DB_USER' ), getenv( 'WORDPRESS_DB_PASSWORD' ), null, (int) $port ) ) {
    exit( 'no MariaDB lets us in at ' . getenv( 'WORDPRESS_DB_HOST' ) );
}
$name = getenv( 'WORDPRESS_DB_NAME' );
$said = [ 'check' => 'SELECT 1', 'create' => "CREATE DATABASE `$name`", 'drop' => "DROP DATABASE IF EXISTS `$name`" ];
if ( ! $server->query( $said[ $argv[1] ] ) ) {
    exit( $server->error );
}
