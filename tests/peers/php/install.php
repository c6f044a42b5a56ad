<?php
/* `php install.php FOLDER PASSWORD`: what the installer's form does in a browser, and a few settings. */
define( 'WP_INSTALLING', true );
$_SERVER['HTTP_HOST'] = parse_url( getenv( 'WORDPRESS_URL' ), PHP_URL_HOST );
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'Nachbarblog', 'nachbar', 'nachbar@example.org', true, '', $argv[2] );
$wp_rewrite->set_permalink_structure( '/%postname%/' );
flush_rewrite_rules( false );
update_option( 'default_pingback_flag', 1 );
update_option( 'default_ping_status', 'open' );
update_option( 'ping_sites', '' );  // no update service is to hear of the tests
