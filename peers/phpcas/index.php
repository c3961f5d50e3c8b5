<?php
// A page for people who signed in, once per dialect: /2/, /3/ and /saml/.

require_once 'CAS.php';

$dialects = ['2' => CAS_VERSION_2_0, '3' => CAS_VERSION_3_0, 'saml' => SAML_VERSION_1_1];
$dialect = explode('/', $_SERVER['REQUEST_URI'])[1];
if (!isset($dialects[$dialect])) {
    http_response_code(404);
    exit;
}

// The three pages are three applications: none sees the session of another.
session_set_cookie_params(['path' => "/$dialect/"]);
phpCAS::client($dialects[$dialect], 'localhost', (int) getenv('CAS_PORT'), '/cas', getenv('SERVICE_BASE'));
phpCAS::setCasServerCACert(getenv('CAS_CERTIFICATE'));
phpCAS::handleLogoutRequests(true, ['127.0.0.1']);
phpCAS::forceAuthentication();

header('Content-Type: application/json');
echo json_encode(['user' => phpCAS::getUser(), 'attributes' => phpCAS::getAttributes()], JSON_THROW_ON_ERROR);
