<?php
/* The configuration of a WordPress that lives for one test run. Its facts come from tests/peers/wordpress.py. */
define( 'DB_HOST', getenv( 'WORDPRESS_DB_HOST' ) );
define( 'DB_NAME', getenv( 'WORDPRESS_DB_NAME' ) );
define( 'DB_USER', getenv( 'WORDPRESS_DB_USER' ) );
define( 'DB_PASSWORD', getenv( 'WORDPRESS_DB_PASSWORD' ) );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
define( 'WP_HOME', getenv( 'WORDPRESS_URL' ) );
define( 'WP_SITEURL', WP_HOME );
define( 'WPMU_PLUGIN_DIR', __DIR__ . '/plugins' );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );  // it asks nobody but the site under test
define( 'WP_ACCESSIBLE_HOSTS', getenv( 'WORDPRESS_PEER' ) );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'DISABLE_WP_CRON', true );  // the tests call /wp-cron.php themselves, as a crontab does
define( 'WP_DEBUG', false );
$table_prefix = 'wp_';
require_once ABSPATH . 'wp-settings.php';
