// The three PHP texts a fresh site needs.

export function configFile({ url, database, salt }) {
  const salts = [
    "AUTH_KEY",
    "SECURE_AUTH_KEY",
    "LOGGED_IN_KEY",
    "NONCE_KEY",
    "AUTH_SALT",
    "SECURE_AUTH_SALT",
    "LOGGED_IN_SALT",
    "NONCE_SALT",
  ]
    .map((name) => `define('${name}', '${salt()}');`)
    .join("\n");
  return `<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'wp');
define('DB_PASSWORD', '${database.password}');
define('DB_HOST', '127.0.0.1:${database.port}');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
${salts}
define('WP_HOME', '${url}');
define('WP_SITEURL', '${url}');
// Without TLS application passwords exist only in a local environment.
define('WP_ENVIRONMENT_TYPE', 'local');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISABLE_WP_CRON', true);
define('WP_DEBUG', false);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) { define('ABSPATH', __DIR__ . '/'); }
require_once ABSPATH . 'wp-settings.php';
`;
}

export const routerFile = `<?php
// PHP's built-in server has no rewrite rules: files as they are, everything else to WordPress.
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$file = __DIR__ . $path;
if ($path !== '/' && is_file($file)) { return false; }
if (is_dir($file) && is_file(rtrim($file, '/') . '/index.php') && $path !== '/') { return false; }
$_SERVER['SCRIPT_NAME'] = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = __DIR__ . '/index.php';
chdir(__DIR__);
require __DIR__ . '/index.php';
`;

export function installScript({ adminPassword, authorPassword }) {
  return `<?php
define('WP_INSTALLING', true);
require 'wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Connectus test site', 'editor', 'editor@example.test', true, '', '${adminPassword}');
update_option('timezone_string', 'Europe/Berlin');
update_option('permalink_structure', '/%postname%/');
flush_rewrite_rules();
$admin = get_user_by('login', 'editor');
[$password] = WP_Application_Passwords::create_new_application_password($admin->ID, ['name' => 'Connectus']);
$reader_id = wp_create_user('reader', '${authorPassword}', 'reader@example.test');
[$reader] = WP_Application_Passwords::create_new_application_password($reader_id, ['name' => 'Connectus']);
echo json_encode([
  'user' => 'editor',
  'password' => $password,
  'readerUser' => 'reader',
  'readerPassword' => $reader,
  'version' => get_bloginfo('version'),
]);
`;
}
