"""What the checks of each rule enrol for, so that the engine knows whom to ask before it imports a rule.

Written by ``python docs/generate.py`` from the rules: code, module, roles, whether it is on by default, and
its checks by name with the fields of their ``Enrolment``, types by name.
"""

from __future__ import annotations

# fmt: off
ENROLMENTS: tuple[
    tuple[str, str, tuple[str, ...], bool, tuple[tuple[str, dict[str, tuple[str, ...]]], ...]], ...
] = (
    ('TSE101', 'credentials.private_key_in_source', ('ANY',), True, (
        ('embedded', {'hints': ('PRIVATE KEY', 'PuTTY-User-Key-File-')}),
    )),
    ('TSE102', 'credentials.vendor_token_in_source', ('ANY',), True, (
        ('issued', {'look': ('source.looks.holds_long_words',)}),
    )),
    ('TSE103', 'credentials.literal_in_secret_name', ('ANY',), False, (
        ('given', {'types': ('AnnAssign', 'Assign', 'Dict', 'keyword')}),
        ('signed', {'names': ('jose.jwt.encode', 'jwt.encode')}),
    )),
    ('TSE104', 'credentials.credentials_in_connection_url', ('ANY',), False, (
        ('connects', {
            'names': (
                'aio_pika.connect', 'aio_pika.connect_robust', 'asyncpg.connect', 'asyncpg.create_pool',
                'httpx.Client().delete', 'httpx.Client().get', 'httpx.Client().head',
                'httpx.Client().options', 'httpx.Client().patch', 'httpx.Client().post',
                'httpx.Client().put', 'httpx.delete', 'httpx.get', 'httpx.head', 'httpx.options',
                'httpx.patch', 'httpx.post', 'httpx.put', 'kombu.Connection',
                'motor.motor_asyncio.AsyncIOMotorClient', 'pika.URLParameters', 'psycopg.connect',
                'psycopg2.connect', 'pymongo.MongoClient', 'redis.Redis.from_url',
                'redis.StrictRedis.from_url', 'redis.asyncio.Redis.from_url', 'redis.asyncio.from_url',
                'redis.from_url', 'requests.Session().delete', 'requests.Session().get',
                'requests.Session().head', 'requests.Session().options', 'requests.Session().patch',
                'requests.Session().post', 'requests.Session().put', 'requests.delete', 'requests.get',
                'requests.head', 'requests.options', 'requests.patch', 'requests.post', 'requests.put',
                'sqlalchemy.create_engine', 'sqlalchemy.engine.create_engine',
                'sqlalchemy.ext.asyncio.create_async_engine', 'urllib.request.urlopen',
            ),
        }),
    )),
    ('TSE105', 'credentials.recording_without_redaction', ('TEST',), False, (
        ('unfiltered', {'hints': ('etamax', 'vcr')}),
    )),
    ('TSE106', 'credentials.credential_in_cassette', ('TEST',), True, (
        ('unredacted', {'types': ('flake8_testsec.cassettes.recordings.Field',)}),
    )),
    ('TSE107', 'credentials.credential_written_into_test', ('TEST',), False, (
        ('default', {'types': ('arguments',)}),
        ('url', {}),
    )),
    ('TSE108', 'credentials.host_of_live_cloud_resource', ('TEST',), False, (
        ('generated', {'hints': ('.amazonaws.com',)}),
    )),
    ('TSE201', 'inputs.verification_off_for_public_host', ('TEST',), True, (
        ('requested', {
            'names': (
                'aiohttp.ClientSession().delete', 'aiohttp.ClientSession().get',
                'aiohttp.ClientSession().head', 'aiohttp.ClientSession().options',
                'aiohttp.ClientSession().patch', 'aiohttp.ClientSession().post',
                'aiohttp.ClientSession().put', 'aiohttp.ClientSession().request',
                'aiohttp.ClientSession().ws_connect', 'aiohttp.request', 'httpx.AsyncClient().delete',
                'httpx.AsyncClient().get', 'httpx.AsyncClient().head', 'httpx.AsyncClient().options',
                'httpx.AsyncClient().patch', 'httpx.AsyncClient().post', 'httpx.AsyncClient().put',
                'httpx.AsyncClient().request', 'httpx.AsyncClient().stream', 'httpx.Client().delete',
                'httpx.Client().get', 'httpx.Client().head', 'httpx.Client().options',
                'httpx.Client().patch', 'httpx.Client().post', 'httpx.Client().put',
                'httpx.Client().request', 'httpx.Client().stream', 'httpx.delete', 'httpx.get',
                'httpx.head', 'httpx.options', 'httpx.patch', 'httpx.post', 'httpx.put', 'httpx.request',
                'httpx.stream', 'requests.Session().delete', 'requests.Session().get',
                'requests.Session().head', 'requests.Session().options', 'requests.Session().patch',
                'requests.Session().post', 'requests.Session().put', 'requests.Session().request',
                'requests.api.delete', 'requests.api.get', 'requests.api.head', 'requests.api.options',
                'requests.api.patch', 'requests.api.post', 'requests.api.put', 'requests.api.request',
                'requests.delete', 'requests.get', 'requests.head', 'requests.options', 'requests.patch',
                'requests.post', 'requests.put', 'requests.request', 'requests.session().delete',
                'requests.session().get', 'requests.session().head', 'requests.session().options',
                'requests.session().patch', 'requests.session().post', 'requests.session().put',
                'requests.session().request', 'requests.sessions.Session().delete',
                'requests.sessions.Session().get', 'requests.sessions.Session().head',
                'requests.sessions.Session().options', 'requests.sessions.Session().patch',
                'requests.sessions.Session().post', 'requests.sessions.Session().put',
                'requests.sessions.Session().request', 'urllib.request.urlopen',
                'urllib.request.urlretrieve', 'urllib.urlopen', 'urllib.urlretrieve', 'urllib2.urlopen',
                'urllib3.PoolManager().request', 'urllib3.PoolManager().request_encode_body',
                'urllib3.PoolManager().request_encode_url', 'urllib3.PoolManager().urlopen',
                'urllib3.poolmanager.PoolManager().request',
                'urllib3.poolmanager.PoolManager().request_encode_body',
                'urllib3.poolmanager.PoolManager().request_encode_url',
                'urllib3.poolmanager.PoolManager().urlopen', 'urllib3.request',
            ),
        }),
        ('connected', {
            'names': (
                'http.client.HTTPSConnection', 'httpx.AsyncClient', 'httpx.Client',
                'urllib3.HTTPSConnectionPool', 'urllib3.connection_from_url',
            ),
        }),
    )),
    ('TSE202', 'inputs.peer_not_verified', ('TEST',), False, (
        ('switch', {
            'names': (
                'aiohttp.ClientSession().delete', 'aiohttp.ClientSession().get',
                'aiohttp.ClientSession().head', 'aiohttp.ClientSession().options',
                'aiohttp.ClientSession().patch', 'aiohttp.ClientSession().post',
                'aiohttp.ClientSession().put', 'aiohttp.ClientSession().request',
                'aiohttp.ClientSession().ws_connect', 'aiohttp.TCPConnector', 'aiohttp.request',
                'boto3.client', 'boto3.resource', 'http.client.HTTPSConnection', 'httpx.AsyncClient',
                'httpx.AsyncClient().delete', 'httpx.AsyncClient().get', 'httpx.AsyncClient().head',
                'httpx.AsyncClient().options', 'httpx.AsyncClient().patch', 'httpx.AsyncClient().post',
                'httpx.AsyncClient().put', 'httpx.AsyncClient().request', 'httpx.AsyncClient().stream',
                'httpx.Client', 'httpx.Client().delete', 'httpx.Client().get', 'httpx.Client().head',
                'httpx.Client().options', 'httpx.Client().patch', 'httpx.Client().post',
                'httpx.Client().put', 'httpx.Client().request', 'httpx.Client().stream', 'httpx.delete',
                'httpx.get', 'httpx.head', 'httpx.options', 'httpx.patch', 'httpx.post', 'httpx.put',
                'httpx.request', 'httpx.stream', 'hvac.Client', 'requests.Session().delete',
                'requests.Session().get', 'requests.Session().head', 'requests.Session().options',
                'requests.Session().patch', 'requests.Session().post', 'requests.Session().put',
                'requests.Session().request', 'requests.api.delete', 'requests.api.get',
                'requests.api.head', 'requests.api.options', 'requests.api.patch', 'requests.api.post',
                'requests.api.put', 'requests.api.request', 'requests.delete', 'requests.get',
                'requests.head', 'requests.options', 'requests.patch', 'requests.post', 'requests.put',
                'requests.request', 'requests.session().delete', 'requests.session().get',
                'requests.session().head', 'requests.session().options', 'requests.session().patch',
                'requests.session().post', 'requests.session().put', 'requests.session().request',
                'requests.sessions.Session().delete', 'requests.sessions.Session().get',
                'requests.sessions.Session().head', 'requests.sessions.Session().options',
                'requests.sessions.Session().patch', 'requests.sessions.Session().post',
                'requests.sessions.Session().put', 'requests.sessions.Session().request',
                'urllib.request.urlopen', 'urllib.request.urlretrieve', 'urllib.urlopen',
                'urllib.urlretrieve', 'urllib2.urlopen', 'urllib3.HTTPSConnectionPool',
                'urllib3.PoolManager', 'urllib3.PoolManager().request',
                'urllib3.PoolManager().request_encode_body', 'urllib3.PoolManager().request_encode_url',
                'urllib3.PoolManager().urlopen', 'urllib3.ProxyManager', 'urllib3.connection_from_url',
                'urllib3.connectionpool.HTTPSConnectionPool', 'urllib3.poolmanager.PoolManager',
                'urllib3.poolmanager.PoolManager().request',
                'urllib3.poolmanager.PoolManager().request_encode_body',
                'urllib3.poolmanager.PoolManager().request_encode_url',
                'urllib3.poolmanager.PoolManager().urlopen', 'urllib3.request',
            ),
        }),
        ('said', {
            'types': (
                'keyword',
            ),
            'hints': (
                'accept_insecure_certs', 'cert_check', 'disable_ssl_certificate_validation',
                'ignore_https_errors', 'insecure_skip_verify', 'ssl_verify', 'tlsAllowInvalidCertificates',
                'tlsAllowInvalidHostnames', 'tlsInsecure', 'tls_verify', 'validate_cert', 'validate_certs',
                'verify_certs', 'verify_ssl', 'verify_tls',
            ),
        }),
        ('by_default', {
            'types': (
                'arguments',
            ),
            'hints': (
                'accept_insecure_certs', 'cert_check', 'disable_ssl_certificate_validation',
                'ignore_https_errors', 'insecure_skip_verify', 'ssl_verify', 'tlsAllowInvalidCertificates',
                'tlsAllowInvalidHostnames', 'tlsInsecure', 'tls_verify', 'validate_cert', 'validate_certs',
                'verify_certs', 'verify_ssl', 'verify_tls',
            ),
        }),
        ('switch_of_kept', {
            'methods': (
                'delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'request',
                'request_encode_body', 'request_encode_url', 'stream', 'ws_connect',
            ),
        }),
        ('replaced', {'methods': ('setattr',)}),
        ('bound', {'names': ('functools.partial',)}),
        ('handed_on', {'types': ('keyword',), 'hints': ('verify',)}),
        ('unverified', {'names': ('ssl._create_stdlib_context', 'ssl._create_unverified_context')}),
        ('assignment', {'types': ('Assign',)}),
        ('unknown_hosts', {'names': ('asyncssh.connect',)}),
        ('policy', {'methods': ('set_missing_host_key_policy',)}),
    )),
    ('TSE203', 'inputs.server_on_every_interface', ('TEST',), True, (
        ('serves', {
            'hints': (
                'Server',
            ),
            'calls': (
                'BaseManager', 'Config', 'Listener', 'Popen', 'Process', 'SyncManager', 'TCPSite', 'Thread',
                'add_insecure_port', 'add_secure_port', 'bind', 'call', 'check_call', 'check_output',
                'connect', 'connectSSL', 'connectTCP', 'create_connection', 'create_datagram_endpoint',
                'create_server', 'create_subprocess_exec', 'from_mapping', 'listen', 'listenSSL',
                'listenTCP', 'make_server', 'run', 'run_app', 'run_simple', 'run_task', 'serve',
                'start_server', 'update',
            ),
        }),
        ('bound', {'types': ('Assign',), 'hints': ('hypercorn',)}),
    )),
    ('TSE204', 'inputs.request_to_public_host', ('TEST',), False, (
        ('requested', {
            'names': (
                'aiohttp.ClientSession().delete', 'aiohttp.ClientSession().get',
                'aiohttp.ClientSession().head', 'aiohttp.ClientSession().options',
                'aiohttp.ClientSession().patch', 'aiohttp.ClientSession().post',
                'aiohttp.ClientSession().put', 'aiohttp.ClientSession().request',
                'aiohttp.ClientSession().ws_connect', 'aiohttp.request', 'httpx.AsyncClient().delete',
                'httpx.AsyncClient().get', 'httpx.AsyncClient().head', 'httpx.AsyncClient().options',
                'httpx.AsyncClient().patch', 'httpx.AsyncClient().post', 'httpx.AsyncClient().put',
                'httpx.AsyncClient().request', 'httpx.AsyncClient().stream', 'httpx.Client().delete',
                'httpx.Client().get', 'httpx.Client().head', 'httpx.Client().options',
                'httpx.Client().patch', 'httpx.Client().post', 'httpx.Client().put',
                'httpx.Client().request', 'httpx.Client().stream', 'httpx.delete', 'httpx.get',
                'httpx.head', 'httpx.options', 'httpx.patch', 'httpx.post', 'httpx.put', 'httpx.request',
                'httpx.stream', 'requests.Session().delete', 'requests.Session().get',
                'requests.Session().head', 'requests.Session().options', 'requests.Session().patch',
                'requests.Session().post', 'requests.Session().put', 'requests.Session().request',
                'requests.api.delete', 'requests.api.get', 'requests.api.head', 'requests.api.options',
                'requests.api.patch', 'requests.api.post', 'requests.api.put', 'requests.api.request',
                'requests.delete', 'requests.get', 'requests.head', 'requests.options', 'requests.patch',
                'requests.post', 'requests.put', 'requests.request', 'requests.session().delete',
                'requests.session().get', 'requests.session().head', 'requests.session().options',
                'requests.session().patch', 'requests.session().post', 'requests.session().put',
                'requests.session().request', 'requests.sessions.Session().delete',
                'requests.sessions.Session().get', 'requests.sessions.Session().head',
                'requests.sessions.Session().options', 'requests.sessions.Session().patch',
                'requests.sessions.Session().post', 'requests.sessions.Session().put',
                'requests.sessions.Session().request', 'urllib.request.urlopen',
                'urllib.request.urlretrieve', 'urllib.urlopen', 'urllib.urlretrieve', 'urllib2.urlopen',
                'urllib3.PoolManager().request', 'urllib3.PoolManager().request_encode_body',
                'urllib3.PoolManager().request_encode_url', 'urllib3.PoolManager().urlopen',
                'urllib3.poolmanager.PoolManager().request',
                'urllib3.poolmanager.PoolManager().request_encode_body',
                'urllib3.poolmanager.PoolManager().request_encode_url',
                'urllib3.poolmanager.PoolManager().urlopen', 'urllib3.request',
            ),
        }),
        ('requested_by_kept', {
            'methods': (
                'delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'request',
                'request_encode_body', 'request_encode_url', 'stream', 'ws_connect',
            ),
        }),
        ('handed_on', {'types': ('Call',), 'hints': ('://',), 'look': ('source.looks.is_given_url',)}),
        ('fetched_by_command', {
            'names': (
                'os.system', 'subprocess.Popen', 'subprocess.call', 'subprocess.check_call',
                'subprocess.check_output', 'subprocess.run',
            ),
            'hints': (
                'http',
            ),
        }),
        ('reached', {
            'names': (
                'astropy.utils.data.download_file', 'asyncio.open_connection',
                'dns.resolver.Resolver().query', 'dns.resolver.Resolver().resolve', 'dns.resolver.query',
                'dns.resolver.resolve', 'feedparser.parse', 'ftplib.FTP', 'ftplib.FTP_TLS',
                'gdown.download', 'git.Repo.clone_from', 'httplib2.Http().request', 'imageio.imread',
                'imaplib.IMAP4', 'imaplib.IMAP4_SSL', 'ntplib.NTPClient().request', 'pandas.read_csv',
                'pandas.read_excel', 'pandas.read_feather', 'pandas.read_html', 'pandas.read_json',
                'pandas.read_parquet', 'pandas.read_pickle', 'pandas.read_table', 'pandas.read_xml',
                'paramiko.SSHClient().connect', 'pooch.retrieve', 'poplib.POP3', 'poplib.POP3_SSL',
                'requests_html.HTMLSession().get', 'selenium.webdriver.Chrome().get',
                'selenium.webdriver.Edge().get', 'selenium.webdriver.Firefox().get',
                'selenium.webdriver.Remote().get', 'selenium.webdriver.Safari().get', 'skimage.io.imread',
                'smtplib.SMTP', 'smtplib.SMTP_SSL', 'socket.create_connection', 'socket.getaddrinfo',
                'socket.gethostbyname', 'socket.gethostbyname_ex', 'socket.socket().connect',
                'socket.socket().connect_ex', 'ssl.get_server_certificate', 'suds.client.Client',
                'telnetlib.Telnet', 'torch.hub.load_state_dict_from_url',
                'tornado.httpclient.AsyncHTTPClient().fetch', 'tornado.httpclient.HTTPClient().fetch',
                'treq.get', 'treq.post', 'websocket.create_connection', 'websockets.connect',
                'websockets.sync.client.connect', 'wget.download', 'zeep.Client',
            ),
        }),
        ('reached_by_kept', {
            'methods': (
                'connect', 'connect_ex', 'fetch', 'get', 'query', 'request', 'resolve',
            ),
        }),
    )),
    ('TSE205', 'inputs.call_without_timeout', ('TEST', 'SUPPORT'), True, (
        ('network', {
            'names': (
                'ftplib.FTP', 'ftplib.FTP_TLS', 'http.client.HTTPConnection', 'http.client.HTTPSConnection',
                'imaplib.IMAP4', 'imaplib.IMAP4_SSL', 'poplib.POP3', 'poplib.POP3_SSL',
                'requests.Session().delete', 'requests.Session().get', 'requests.Session().head',
                'requests.Session().options', 'requests.Session().patch', 'requests.Session().post',
                'requests.Session().put', 'requests.Session().request', 'requests.api.delete',
                'requests.api.get', 'requests.api.head', 'requests.api.options', 'requests.api.patch',
                'requests.api.post', 'requests.api.put', 'requests.api.request', 'requests.delete',
                'requests.get', 'requests.head', 'requests.options', 'requests.patch', 'requests.post',
                'requests.put', 'requests.request', 'requests.session().delete', 'requests.session().get',
                'requests.session().head', 'requests.session().options', 'requests.session().patch',
                'requests.session().post', 'requests.session().put', 'requests.session().request',
                'requests.sessions.Session().delete', 'requests.sessions.Session().get',
                'requests.sessions.Session().head', 'requests.sessions.Session().options',
                'requests.sessions.Session().patch', 'requests.sessions.Session().post',
                'requests.sessions.Session().put', 'requests.sessions.Session().request', 'smtplib.SMTP',
                'smtplib.SMTP_SSL', 'socket.create_connection', 'telnetlib.Telnet',
                'urllib.request.urlopen', 'urllib2.urlopen', 'urllib3.PoolManager().request',
                'urllib3.PoolManager().request_encode_body', 'urllib3.PoolManager().request_encode_url',
                'urllib3.PoolManager().urlopen', 'urllib3.poolmanager.PoolManager().request',
                'urllib3.poolmanager.PoolManager().request_encode_body',
                'urllib3.poolmanager.PoolManager().request_encode_url',
                'urllib3.poolmanager.PoolManager().urlopen', 'urllib3.request',
                'websocket.create_connection',
            ),
        }),
        ('kept', {
            'methods': (
                'delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'request',
                'request_encode_body', 'request_encode_url', 'stream', 'ws_connect',
            ),
        }),
        ('process', {
            'names': (
                'subprocess.call', 'subprocess.check_call', 'subprocess.check_output', 'subprocess.run',
            ),
        }),
    )),
    ('TSE206', 'inputs.fixed_path_in_shared_directory', ('TEST',), True, (
        ('fixed', {'hints': ('/dev/shm', '/tmp', 'gettempdir')}),
    )),
    ('TSE207', 'inputs.temporary_name_can_be_taken', ('ANY',), True, (
        ('named', {'names': ('os.tempnam', 'os.tmpnam', 'tempfile.mktemp')}),
        ('dropped', {'attributes': ('name',), 'look': ('source.looks.is_of_call',)}),
    )),
    ('TSE208', 'inputs.mode_writable_by_everyone', ('TEST',), False, (
        ('function', {'names': ('os.chmod', 'os.fchmod', 'os.lchmod', 'os.makedirs', 'os.mkdir')}),
        ('umask', {'names': ('os.umask',)}),
        ('method', {'methods': ('chmod',)}),
    )),
    ('TSE209', 'inputs.verification_off_for_child_process', ('TEST',), False, (
        ('started', {
            'names': (
                'subprocess.Popen', 'subprocess.call', 'subprocess.check_call', 'subprocess.check_output',
                'subprocess.run',
            ),
        }),
        ('assigned', {'types': ('Assign',), 'hints': ('environ',)}),
        ('set_for_test', {'methods': ('setenv',)}),
    )),
    ('TSE210', 'inputs.waiting_loop_without_timeout', ('TEST', 'SUPPORT'), True, (
        ('attempt', {
            'names': (
                'ftplib.FTP', 'ftplib.FTP_TLS', 'http.client.HTTPConnection', 'http.client.HTTPSConnection',
                'imaplib.IMAP4', 'imaplib.IMAP4_SSL', 'poplib.POP3', 'poplib.POP3_SSL',
                'requests.Session().delete', 'requests.Session().get', 'requests.Session().head',
                'requests.Session().options', 'requests.Session().patch', 'requests.Session().post',
                'requests.Session().put', 'requests.Session().request', 'requests.api.delete',
                'requests.api.get', 'requests.api.head', 'requests.api.options', 'requests.api.patch',
                'requests.api.post', 'requests.api.put', 'requests.api.request', 'requests.delete',
                'requests.get', 'requests.head', 'requests.options', 'requests.patch', 'requests.post',
                'requests.put', 'requests.request', 'requests.session().delete', 'requests.session().get',
                'requests.session().head', 'requests.session().options', 'requests.session().patch',
                'requests.session().post', 'requests.session().put', 'requests.session().request',
                'requests.sessions.Session().delete', 'requests.sessions.Session().get',
                'requests.sessions.Session().head', 'requests.sessions.Session().options',
                'requests.sessions.Session().patch', 'requests.sessions.Session().post',
                'requests.sessions.Session().put', 'requests.sessions.Session().request', 'smtplib.SMTP',
                'smtplib.SMTP_SSL', 'socket.create_connection', 'telnetlib.Telnet',
                'urllib.request.urlopen', 'urllib2.urlopen', 'urllib3.PoolManager().request',
                'urllib3.PoolManager().request_encode_body', 'urllib3.PoolManager().request_encode_url',
                'urllib3.PoolManager().urlopen', 'urllib3.poolmanager.PoolManager().request',
                'urllib3.poolmanager.PoolManager().request_encode_body',
                'urllib3.poolmanager.PoolManager().request_encode_url',
                'urllib3.poolmanager.PoolManager().urlopen', 'urllib3.request',
                'websocket.create_connection',
            ),
        }),
    )),
    ('TSE211', 'inputs.default_host_is_every_interface', ('TEST', 'SUPPORT'), False, (
        ('parameters', {'types': ('arguments',)}),
        ('option', {'types': ('keyword',)}),
    )),
    ('TSE212', 'inputs.wait_without_limit', ('TEST', 'SUPPORT'), True, (
        ('function_waits', {
            'names': (
                'asyncio.wait', 'concurrent.futures.as_completed', 'concurrent.futures.wait',
                'gevent.joinall', 'gevent.wait', 'multiprocessing.connection.wait', 'os.wait', 'os.wait3',
                'os.wait4', 'os.waitpid', 'psutil.wait_procs', 'select.select', 'signal.pause',
                'signal.sigwait', 'signal.sigwaitinfo',
            ),
        }),
        ('unlimited', {
            'methods': (
                'accept', 'acquire', 'communicate', 'exception', 'get', 'join', 'poll', 'recv', 'recv_into',
                'recv_json', 'recv_multipart', 'recv_pyobj', 'recv_serialized', 'recv_string', 'recvfrom',
                'recvfrom_into', 'recvmsg', 'result', 'select', 'wait', 'wait_closed',
            ),
        }),
    )),
    ('TSE213', 'inputs.fixed_port', ('TEST', 'SUPPORT'), True, (
        ('address', {
            'names': (
                'aiosmtpd.controller.Controller', 'curio.socket.socket().bind',
                'eventlet.green.socket.socket().bind', 'eventlet.listen', 'gevent.pywsgi.WSGIServer',
                'gevent.server.StreamServer', 'gevent.socket.socket().bind', 'http.server.HTTPServer',
                'http.server.ThreadingHTTPServer', 'multiprocessing.connection.Listener',
                'multiprocessing.managers.BaseManager', 'pyftpdlib.servers.FTPServer',
                'socket.create_server', 'socket.socket().bind', 'socketserver.TCPServer',
                'socketserver.ThreadingTCPServer', 'socketserver.UDPServer', 'trio.socket.socket().bind',
                'xmlrpc.server.SimpleXMLRPCServer',
            ),
        }),
        ('server', {'hints': ('Server',)}),
        ('number', {
            'names': (
                'aiohttp.web.TCPSite', 'aiohttp.web.run_app', 'anyio.create_tcp_listener',
                'anyio.create_udp_socket', 'asyncio.get_event_loop().create_server',
                'asyncio.get_running_loop().create_server', 'asyncio.new_event_loop().create_server',
                'asyncio.start_server', 'curio.tcp_server', 'flask.Flask().run',
                'tornado.httpserver.HTTPServer().listen', 'tornado.web.Application().listen',
                'trio.open_tcp_listeners', 'trio.serve_tcp', 'uvicorn.Config', 'uvicorn.run',
                'waitress.serve', 'websockets.serve', 'werkzeug.serving.make_server',
                'werkzeug.serving.run_simple', 'wsgiref.simple_server.make_server',
            ),
        }),
        ('run', {'methods': ('listen', 'run', 'serve')}),
        ('in_text', {'methods': ('add_insecure_port', 'add_secure_port', 'bind')}),
        ('configured', {'hints': ('bind', 'listen')}),
        ('in_background', {'names': ('multiprocessing.Process', 'threading.Thread')}),
        ('in_command', {'names': ('asyncio.create_subprocess_exec', 'subprocess.Popen')}),
    )),
    ('TSE214', 'inputs.system_path_written', ('TEST', 'SUPPORT'), False, (
        ('opened', {'names': ('io.open', 'open')}),
        ('made', {
            'names': (
                'logging.FileHandler', 'os.chmod', 'os.chown', 'os.makedirs', 'os.mkdir', 'os.mkfifo',
                'os.remove', 'os.rmdir', 'os.unlink', 'shutil.rmtree', 'sqlite3.connect',
            ),
        }),
        ('moved', {
            'names': (
                'os.rename', 'os.replace', 'os.symlink', 'shutil.copy', 'shutil.copyfile',
                'shutil.copytree', 'shutil.move',
            ),
        }),
        ('written', {
            'names': (
                'pathlib.Path().mkdir', 'pathlib.Path().rmdir', 'pathlib.Path().touch',
                'pathlib.Path().unlink', 'pathlib.Path().write_bytes', 'pathlib.Path().write_text',
            ),
        }),
        ('put_together', {'methods': ('mkdir', 'rmdir', 'touch', 'unlink', 'write_bytes', 'write_text')}),
        ('opened_by_path', {'methods': ('open',)}),
    )),
    ('TSE215', 'inputs.shared_path_handed_over', ('TEST',), False, (
        ('entered', {'names': ('contextlib.chdir', 'os.chdir')}),
        ('handed_on', {'hints': ('/dev/shm', '/tmp')}),
    )),
    ('TSE216', 'inputs.waiting_loop_without_limit', ('TEST', 'SUPPORT'), True, (
        ('slept', {'names': ('anyio.sleep', 'asyncio.sleep', 'time.sleep', 'trio.sleep')}),
    )),
    ('TSE217', 'inputs.temporary_name_without_file', ('TEST', 'SUPPORT'), False, (
        ('named', {'names': ('os.tempnam', 'os.tmpnam', 'tempfile.mktemp')}),
    )),
    ('TSE221', 'inputs.database_in_working_directory', ('TEST',), False, (
        ('url', {'types': ('Constant',), 'hints': ('sqlite+', 'sqlite:///')}),
        ('connected', {'names': ('aiosqlite.connect', 'apsw.Connection', 'sqlite3.connect')}),
    )),
    ('TSE222', 'inputs.written_beside_tests', ('TEST',), False, (
        ('written', {
            'names': (
                'io.open', 'open', 'os.link', 'os.makedirs', 'os.mkdir', 'os.mkfifo', 'os.mknod',
                'os.rename', 'os.replace', 'os.symlink', 'shutil.copy', 'shutil.copy2', 'shutil.copyfile',
                'shutil.copytree', 'shutil.move',
            ),
            'hints': (
                '__file__',
            ),
        }),
        ('written_by_path', {
            'methods': (
                'hardlink_to', 'mkdir', 'open', 'symlink_to', 'touch', 'write_bytes', 'write_text',
            ),
        }),
    )),
    ('TSE223', 'inputs.join_may_have_timed_out', ('TEST', 'SUPPORT'), False, (
        ('joined', {'methods': ('join',), 'look': ('source.looks.is_statement',)}),
    )),
    ('TSE224', 'inputs.sleep_in_place_of_waiting', ('TEST',), False, (
        ('slept', {
            'names': (
                'anyio.sleep', 'asyncio.sleep', 'eventlet.sleep', 'gevent.sleep', 'time.sleep',
                'trio.sleep',
            ),
        }),
    )),
    ('TSE225', 'inputs.random_number_as_name', ('TEST', 'SUPPORT', 'SETTINGS'), False, (
        ('drawn', {
            'names': (
                'numpy.random.randint', 'random.choice', 'random.randint', 'random.randrange',
            ),
        }),
        ('told_by_clock', {
            'names': (
                'datetime.datetime.now().strftime', 'datetime.datetime.utcnow().strftime', 'time.strftime',
                'time.time',
            ),
        }),
    )),
    ('TSE226', 'inputs.peer_on_fixed_port', ('TEST',), False, (
        ('requested', {
            'names': (
                'aiohttp.ClientSession().delete', 'aiohttp.ClientSession().get',
                'aiohttp.ClientSession().head', 'aiohttp.ClientSession().options',
                'aiohttp.ClientSession().patch', 'aiohttp.ClientSession().post',
                'aiohttp.ClientSession().put', 'aiohttp.ClientSession().request',
                'aiohttp.ClientSession().stream', 'aiohttp.ClientSession().ws_connect', 'aiohttp.request',
                'httpx.AsyncClient().delete', 'httpx.AsyncClient().get', 'httpx.AsyncClient().head',
                'httpx.AsyncClient().options', 'httpx.AsyncClient().patch', 'httpx.AsyncClient().post',
                'httpx.AsyncClient().put', 'httpx.AsyncClient().request', 'httpx.AsyncClient().stream',
                'httpx.AsyncClient().ws_connect', 'httpx.Client().delete', 'httpx.Client().get',
                'httpx.Client().head', 'httpx.Client().options', 'httpx.Client().patch',
                'httpx.Client().post', 'httpx.Client().put', 'httpx.Client().request',
                'httpx.Client().stream', 'httpx.Client().ws_connect', 'httpx.delete', 'httpx.get',
                'httpx.head', 'httpx.options', 'httpx.patch', 'httpx.post', 'httpx.put', 'httpx.request',
                'httpx.stream', 'httpx.ws_connect', 'requests.Session().delete', 'requests.Session().get',
                'requests.Session().head', 'requests.Session().options', 'requests.Session().patch',
                'requests.Session().post', 'requests.Session().put', 'requests.Session().request',
                'requests.Session().stream', 'requests.Session().ws_connect', 'requests.delete',
                'requests.get', 'requests.head', 'requests.options', 'requests.patch', 'requests.post',
                'requests.put', 'requests.request', 'requests.session().delete', 'requests.session().get',
                'requests.session().head', 'requests.session().options', 'requests.session().patch',
                'requests.session().post', 'requests.session().put', 'requests.session().request',
                'requests.session().stream', 'requests.session().ws_connect', 'requests.stream',
                'requests.ws_connect', 'urllib.request.Request', 'urllib.request.urlopen',
                'urllib3.PoolManager().delete', 'urllib3.PoolManager().get', 'urllib3.PoolManager().head',
                'urllib3.PoolManager().options', 'urllib3.PoolManager().patch',
                'urllib3.PoolManager().post', 'urllib3.PoolManager().put', 'urllib3.PoolManager().request',
                'urllib3.PoolManager().stream', 'urllib3.PoolManager().ws_connect', 'websockets.connect',
            ),
        }),
        ('connected', {
            'names': (
                'asyncio.open_connection', 'socket.create_connection', 'socket.socket().connect',
            ),
        }),
    )),
    ('TSE227', 'inputs.rights_do_not_stop_root', ('TEST',), False, (
        ('taken_from_path', {'names': ('os.chmod',)}),
        ('taken_from_object', {'methods': ('chmod',)}),
    )),
    ('TSE228', 'inputs.order_of_unordered_asserted', ('TEST', 'SUPPORT'), False, (
        ('listed', {'names': ('glob.glob', 'glob.iglob', 'os.listdir', 'os.scandir', 'os.walk')}),
        ('listed_by_path', {'methods': ('glob', 'iterdir', 'rglob')}),
        ('displayed', {'types': ('Set', 'SetComp'), 'look': ('source.looks.is_given_on',)}),
        ('made', {'names': ('frozenset', 'set')}),
    )),
    ('TSE229', 'inputs.time_limit_asserted', ('TEST', 'SUPPORT'), False, (
        ('read', {
            'names': (
                'asyncio.get_event_loop().time', 'asyncio.get_running_loop().time', 'datetime.datetime.now',
                'datetime.datetime.utcnow', 'django.utils.timezone.now', 'time.monotonic',
                'time.monotonic_ns', 'time.perf_counter', 'time.perf_counter_ns', 'time.time',
                'time.time_ns', 'timeit.default_timer',
            ),
        }),
    )),
    ('TSE230', 'inputs.remote_object_left_behind', ('TEST',), False, (
        ('left', {'hints': ('containers', 'create_', 'networks', 'volumes')}),
    )),
    ('TSE231', 'inputs.variable_demanded_at_import', ('TEST',), False, (
        ('of_module', {'attributes': ('environ',)}),
        ('of_name', {'holds': ('ImportFrom',)}),
    )),
    ('TSE232', 'inputs.random_without_seed', ('TEST',), False, (
        ('drawn', {'hints': ('random',)}),
    )),
    ('TSE301', 'cleanup.file_never_closed', ('TEST', 'SUPPORT'), True, (
        ('never_closed', {
            'names': (
                'bz2.open', 'codecs.open', 'gzip.open', 'io.FileIO', 'io.open', 'lzma.open', 'open',
                'os.fdopen', 'pathlib.Path().open', 'tarfile.TarFile', 'tarfile.open',
                'tempfile.NamedTemporaryFile', 'tempfile.SpooledTemporaryFile', 'tempfile.TemporaryFile',
                'tokenize.open', 'zipfile.ZipFile',
            ),
            'look': (
                'source.looks.is_outside_with',
            ),
        }),
        ('never_closed_at_import', {
            'names': (
                'bz2.open', 'codecs.open', 'gzip.open', 'io.open', 'lzma.open', 'open', 'os.fdopen',
                'pathlib.Path().open', 'tokenize.open',
            ),
            'look': (
                'source.looks.is_outside_with',
            ),
        }),
        ('never_closed_by_mode', {'hints': ('open',), 'look': ('source.looks.opens_outside_with',)}),
        ('never_closed_by_caller', {'look': ('source.looks.takes_from_tests',)}),
    )),
    ('TSE302', 'cleanup.temporary_path_never_removed', ('TEST', 'SUPPORT'), True, (
        ('never_removed', {
            'names': (
                'tempfile.NamedTemporaryFile', 'tempfile.mkdtemp', 'tempfile.mkstemp', 'tempfile.mktemp',
            ),
        }),
        ('never_removed_by_caller', {'look': ('source.looks.takes_from_tests',)}),
    )),
    ('TSE303', 'cleanup.descriptor_never_closed', ('TEST', 'SUPPORT'), True, (
        ('never_closed', {
            'names': (
                'os.dup', 'os.memfd_create', 'os.open', 'os.openpty', 'os.pipe', 'os.pipe2', 'pty.openpty',
                'tempfile.mkstemp',
            ),
            'look': (
                'source.looks.is_outside_with',
            ),
        }),
    )),
    ('TSE304', 'cleanup.environment_not_restored', ('TEST',), True, (
        ('left_changed', {
            'hints': (
                'environ',
            ),
            'look': (
                'vocabulary.secrets.environment.may_be_changed',
            ),
        }),
    )),
    ('TSE305', 'cleanup.working_directory_not_restored', ('TEST',), True, (
        ('left_changed', {'names': ('os.chdir', 'os.fchdir')}),
    )),
    ('TSE306', 'cleanup.removal_skipped_by_assertion', ('TEST',), True, (
        ('skipped_by_assertion', {
            'names': (
                'tempfile.NamedTemporaryFile', 'tempfile.mkdtemp', 'tempfile.mkstemp', 'tempfile.mktemp',
            ),
        }),
        ('written_by_name', {
            'names': (
                'os.remove', 'os.removedirs', 'os.rmdir', 'os.unlink', 'shutil.rmtree',
            ),
        }),
        ('removed_in_the_end', {'methods': ('rmdir', 'unlink')}),
        ('removed_in_the_end', {
            'names': (
                'os.remove', 'os.removedirs', 'os.rmdir', 'os.unlink', 'shutil.rmtree',
            ),
        }),
    )),
    ('TSE307', 'cleanup.release_skipped_by_assertion', ('TEST',), True, (
        ('skipped_by_assertion', {
            'names': (
                'MySQLdb.connect', 'PIL.Image.open', 'ZODB.DB', '_pytest.monkeypatch.MonkeyPatch',
                'aifc.open', 'aio_pika.connect', 'aio_pika.connect_robust', 'aiofiles.open',
                'aiohttp.ClientSession', 'aiohttp.TCPConnector', 'aiohttp.UnixConnector',
                'aiohttp.test_utils.RawTestServer', 'aiohttp.test_utils.TestClient',
                'aiohttp.test_utils.TestServer', 'aiohttp.web.AppRunner', 'aiohttp.web.ServerRunner',
                'aiokafka.AIOKafkaConsumer', 'aiokafka.AIOKafkaProducer', 'aiomysql.connect',
                'aiomysql.create_pool', 'aiopg.create_pool', 'aioresponses.aioresponses',
                'aiosmtpd.controller.Controller', 'aiosmtpd.controller.UnthreadedController',
                'aiosqlite.connect', 'amqp.Connection', 'anthropic.Anthropic', 'anthropic.AsyncAnthropic',
                'anyio.connect_tcp', 'anyio.connect_unix', 'anyio.create_memory_object_stream',
                'anyio.create_tcp_listener', 'anyio.create_unix_listener', 'anyio.open_file',
                'anyio.open_process', 'appium.webdriver.Remote',
                'apscheduler.schedulers.asyncio.AsyncIOScheduler',
                'apscheduler.schedulers.background.BackgroundScheduler', 'apsw.Connection',
                'asyncio.ProactorEventLoop', 'asyncio.Runner', 'asyncio.SelectorEventLoop',
                'asyncio.create_subprocess_exec', 'asyncio.create_subprocess_shell', 'asyncio.create_task',
                'asyncio.ensure_future', 'asyncio.get_event_loop().create_connection',
                'asyncio.get_event_loop().create_datagram_endpoint',
                'asyncio.get_event_loop().create_server', 'asyncio.get_event_loop().create_unix_connection',
                'asyncio.get_event_loop().create_unix_server',
                'asyncio.get_running_loop().create_connection',
                'asyncio.get_running_loop().create_datagram_endpoint',
                'asyncio.get_running_loop().create_server',
                'asyncio.get_running_loop().create_unix_connection',
                'asyncio.get_running_loop().create_unix_server', 'asyncio.new_event_loop',
                'asyncio.new_event_loop().create_connection',
                'asyncio.new_event_loop().create_datagram_endpoint',
                'asyncio.new_event_loop().create_server', 'asyncio.new_event_loop().create_unix_connection',
                'asyncio.new_event_loop().create_unix_server', 'asyncio.open_connection',
                'asyncio.open_unix_connection', 'asyncio.runners.Runner', 'asyncio.start_server',
                'asyncio.start_unix_server', 'asyncpg.connect', 'asyncpg.create_pool', 'asyncssh.connect',
                'asyncssh.create_server', 'asyncssh.listen', 'azure.identity.DefaultAzureCredential',
                'azure.identity.aio.DefaultAzureCredential', 'azure.keyvault.secrets.SecretClient',
                'azure.keyvault.secrets.aio.SecretClient', 'azure.storage.blob.BlobServiceClient',
                'azure.storage.blob.aio.BlobServiceClient', 'boto3.client',
                'boto3.session.Session().client', 'botocore.session.get_session().create_client',
                'bz2.BZ2File', 'bz2.open', 'cProfile.Profile', 'can.Bus', 'can.interface.Bus',
                'cassandra.cluster.Cluster', 'cheroot.server.HTTPServer', 'cheroot.wsgi.Server',
                'clickhouse_connect.get_client', 'clickhouse_driver.Client', 'codecs.open',
                'concurrent.futures.ProcessPoolExecutor', 'concurrent.futures.ThreadPoolExecutor',
                'confluent_kafka.Consumer', 'contextlib.AsyncExitStack', 'contextlib.ExitStack',
                'curio.socket.socket', 'curl_cffi.requests.Session', 'cv2.VideoCapture', 'cv2.VideoWriter',
                'cx_Oracle.connect', 'dask.distributed.Client', 'dask.distributed.LocalCluster',
                'dbm.dumb.open', 'dbm.gnu.open', 'dbm.ndbm.open', 'dbm.open', 'dbm.sqlite3.open',
                'diskcache.Cache', 'diskcache.FanoutCache', 'distributed.Client',
                'distributed.LocalCluster', 'django.test.modify_settings', 'django.test.override_settings',
                'django.test.utils.isolate_apps', 'django.test.utils.modify_settings',
                'django.test.utils.override_settings', 'django.test.utils.override_system_checks',
                'docker.APIClient', 'docker.DockerClient', 'docker.DockerClient().containers.run',
                'docker.from_env', 'docker.from_env().containers.run', 'duckdb.connect',
                'dulwich.repo.Repo', 'elasticsearch.AsyncElasticsearch', 'elasticsearch.Elasticsearch',
                'eventlet.connect', 'eventlet.green.socket.create_connection',
                'eventlet.green.socket.socket', 'eventlet.listen', 'fabric.Connection',
                'fabric.connection.Connection', 'fakeredis.TcpFakeServer', 'fastapi.testclient.TestClient',
                'fileinput.FileInput', 'fileinput.input', 'fitz.open', 'fixtures.EnvironmentVariable',
                'fixtures.FakeLogger', 'fixtures.MockPatch', 'fixtures.MockPatchObject',
                'fixtures.MonkeyPatch', 'fixtures.NestedTempfile', 'fixtures.StringStream',
                'fixtures.TempDir', 'freezegun.api.freeze_time', 'freezegun.freeze_time', 'fs.open_fs',
                'fs.tempfs.TempFS', 'ftplib.FTP', 'ftplib.FTP_TLS', 'gevent.pywsgi.WSGIServer',
                'gevent.server.DatagramServer', 'gevent.server.StreamServer',
                'gevent.socket.create_connection', 'gevent.socket.socket', 'git.Repo',
                'git.Repo.clone_from', 'git.Repo.init', 'google.cloud.bigquery.Client',
                'google.cloud.pubsub_v1.PublisherClient', 'google.cloud.pubsub_v1.SubscriberClient',
                'google.cloud.storage.Client', 'grpc.aio.insecure_channel', 'grpc.aio.secure_channel',
                'grpc.aio.server', 'grpc.insecure_channel', 'grpc.secure_channel', 'grpc.server',
                'gzip.GzipFile', 'gzip.open', 'h5py.File', 'http.client.HTTPConnection',
                'http.client.HTTPSConnection', 'http.server.HTTPServer', 'http.server.ThreadingHTTPServer',
                'httplib2.Http', 'httpx.AsyncClient', 'httpx.Client', 'ibm_db_dbi.connect', 'imaplib.IMAP4',
                'imaplib.IMAP4_SSL', 'influxdb.InfluxDBClient', 'influxdb_client.InfluxDBClient',
                'io.FileIO', 'io.open', 'kafka.KafkaConsumer', 'kafka.KafkaProducer',
                'kombu.BrokerConnection', 'kombu.Connection', 'kubernetes.client.ApiClient',
                'kubernetes.watch.Watch', 'laspy.open', 'ldap.initialize', 'ldap3.Connection',
                'lmdb.Environment', 'lmdb.open', 'logging.FileHandler', 'logging.handlers.DatagramHandler',
                'logging.handlers.HTTPHandler', 'logging.handlers.QueueListener',
                'logging.handlers.RotatingFileHandler', 'logging.handlers.SMTPHandler',
                'logging.handlers.SocketHandler', 'logging.handlers.SysLogHandler',
                'logging.handlers.TimedRotatingFileHandler', 'logging.handlers.WatchedFileHandler',
                'lzma.LZMAFile', 'lzma.open', 'matplotlib.pyplot.figure', 'matplotlib.pyplot.subplots',
                'mcp.client.session.ClientSession', 'mmap.mmap', 'moto.mock_aws', 'moto.mock_dynamodb',
                'moto.mock_ec2', 'moto.mock_iam', 'moto.mock_lambda', 'moto.mock_s3',
                'moto.mock_secretsmanager', 'moto.mock_sns', 'moto.mock_sqs', 'moto.mock_sts',
                'moto.moto_server.threaded_moto_server.ThreadedMotoServer',
                'moto.server.ThreadedMotoServer', 'motor.motor_asyncio.AsyncIOMotorClient',
                'multiprocessing.JoinableQueue', 'multiprocessing.Manager', 'multiprocessing.Pipe',
                'multiprocessing.Pool', 'multiprocessing.Process', 'multiprocessing.Queue',
                'multiprocessing.connection.Client', 'multiprocessing.connection.Listener',
                'multiprocessing.context.Process', 'multiprocessing.dummy.Pool',
                'multiprocessing.get_context().Manager', 'multiprocessing.get_context().Pool',
                'multiprocessing.get_context().Process', 'multiprocessing.managers.BaseManager',
                'multiprocessing.managers.SharedMemoryManager', 'multiprocessing.managers.SyncManager',
                'multiprocessing.pool.Pool', 'multiprocessing.pool.ThreadPool',
                'multiprocessing.shared_memory.SharedMemory', 'mysql.connector.connect', 'nats.connect',
                'ncclient.manager.connect', 'neo4j.AsyncGraphDatabase.driver', 'neo4j.GraphDatabase.driver',
                'netCDF4.Dataset', 'netmiko.ConnectHandler', 'niquests.Session', 'nntplib.NNTP',
                'nntplib.NNTP_SSL', 'open', 'openai.AsyncOpenAI', 'openai.OpenAI', 'openpyxl.load_workbook',
                'opensearchpy.AsyncOpenSearch', 'opensearchpy.OpenSearch', 'oracledb.connect', 'os.dup',
                'os.fdopen', 'os.memfd_create', 'os.open', 'os.openpty', 'os.pipe', 'os.pipe2',
                'os.scandir', 'paho.mqtt.client.Client', 'pandas.ExcelFile', 'pandas.ExcelWriter',
                'pandas.HDFStore', 'paramiko.SFTPClient.from_transport', 'paramiko.SSHClient',
                'paramiko.SSHClient().open_sftp', 'paramiko.Transport', 'paramiko.client.SSHClient',
                'paramiko.transport.Transport', 'pathlib.Path().open', 'pdfplumber.open',
                'peewee.MySQLDatabase', 'peewee.PostgresqlDatabase', 'peewee.SqliteDatabase',
                'pexpect.popen_spawn.PopenSpawn', 'pexpect.pty_spawn.spawn', 'pexpect.spawn',
                'pexpect.spawnu', 'pika.BlockingConnection',
                'pika.adapters.blocking_connection.BlockingConnection',
                'playwright.async_api.async_playwright().start',
                'playwright.sync_api.sync_playwright().start', 'plyvel.DB', 'poplib.POP3',
                'poplib.POP3_SSL', 'profile.Profile', 'prometheus_client.start_wsgi_server', 'psutil.Popen',
                'psycopg.AsyncConnection.connect', 'psycopg.connect', 'psycopg2.connect',
                'psycopg2.pool.SimpleConnectionPool', 'psycopg2.pool.ThreadedConnectionPool',
                'psycopg_pool.AsyncConnectionPool', 'psycopg_pool.ConnectionPool', 'pty.openpty',
                'ptyprocess.PtyProcess.spawn', 'ptyprocess.PtyProcessUnicode.spawn', 'pyaudio.PyAudio',
                'pycurl.Curl', 'pyfakefs.fake_filesystem_unittest.Patcher', 'pyftpdlib.servers.FTPServer',
                'pyftpdlib.servers.ThreadedFTPServer', 'pymemcache.Client', 'pymemcache.client.base.Client',
                'pymemcache.client.hash.HashClient', 'pymongo.AsyncMongoClient', 'pymongo.MongoClient',
                'pymongo.mongo_client.MongoClient', 'pymssql.connect', 'pymupdf.open', 'pymysql.connect',
                'pyodbc.connect', 'pyppeteer.launch', 'pysftp.Connection', 'pyspark.SparkContext',
                'pytest.MonkeyPatch', 'pytest_httpserver.HTTPServer',
                'pytest_localserver.http.ContentServer', 'pytest_localserver.http.WSGIServer',
                'pytest_localserver.smtp.Server', 'pyvirtualdisplay.Display', 'qdrant_client.QdrantClient',
                'rasterio.open', 'redis.Redis', 'redis.Redis().pubsub', 'redis.Redis.from_url',
                'redis.StrictRedis', 'redis.StrictRedis().pubsub', 'redis.asyncio.Redis',
                'redis.asyncio.Redis.from_url', 'redis.asyncio.from_url', 'redis.from_url',
                'requests.Session', 'requests.session', 'requests_futures.sessions.FuturesSession',
                'requests_mock.Mocker', 'requests_mock.mock', 'requests_oauthlib.OAuth2Session',
                'responses.RequestsMock', 'respx.MockRouter', 'rich.live.Live', 'rich.progress.Progress',
                'rich.status.Status', 'select.devpoll', 'select.epoll', 'select.kqueue',
                'selectors.DefaultSelector', 'selectors.DevpollSelector', 'selectors.EpollSelector',
                'selectors.KqueueSelector', 'selectors.PollSelector', 'selectors.SelectSelector',
                'selenium.webdriver.Chrome', 'selenium.webdriver.Edge', 'selenium.webdriver.Firefox',
                'selenium.webdriver.Ie', 'selenium.webdriver.PhantomJS', 'selenium.webdriver.Remote',
                'selenium.webdriver.Safari', 'serial.Serial', 'serial.serial_for_url', 'shelve.open',
                'smtplib.SMTP', 'smtplib.SMTP_SSL', 'snowflake.connector.connect',
                'socket.create_connection', 'socket.create_server', 'socket.fromfd', 'socket.socket',
                'socket.socketpair', 'socketio.AsyncClient', 'socketio.Client', 'socketio.SimpleClient',
                'socketserver.BaseServer', 'socketserver.TCPServer', 'socketserver.ThreadingTCPServer',
                'socketserver.ThreadingUDPServer', 'socketserver.UDPServer', 'soundfile.SoundFile',
                'splinter.Browser', 'sqlalchemy.create_engine', 'sqlalchemy.create_engine().connect',
                'sqlalchemy.create_engine().raw_connection', 'sqlalchemy.engine.create_engine',
                'sqlalchemy.ext.asyncio.AsyncSession', 'sqlalchemy.ext.asyncio.create_async_engine',
                'sqlalchemy.orm.Session', 'sqlalchemy.orm.session.Session', 'sqlite3.connect',
                'sqlitedict.SqliteDict', 'sqlmodel.Session', 'sqlmodel.create_engine',
                'starlette.testclient.TestClient', 'stomp.Connection', 'subprocess.Popen', 'sunau.open',
                'tables.open_file', 'tarfile.TarFile', 'tarfile.open', 'telnetlib.Telnet',
                'tempfile.NamedTemporaryFile', 'tempfile.SpooledTemporaryFile',
                'tempfile.TemporaryDirectory', 'tempfile.TemporaryFile', 'tempfile.mkstemp',
                'test.support.EnvironmentVarGuard', 'test.support.os_helper.EnvironmentVarGuard',
                'testcontainers.core.container.DockerContainer', 'testcontainers.kafka.KafkaContainer',
                'testcontainers.mongodb.MongoDbContainer', 'testcontainers.mysql.MySqlContainer',
                'testcontainers.postgres.PostgresContainer', 'testcontainers.rabbitmq.RabbitMqContainer',
                'testcontainers.redis.RedisContainer', 'testfixtures.LogCapture', 'testfixtures.Replacer',
                'testfixtures.TempDirectory', 'testfixtures.tempdirectory.TempDirectory',
                'testing.mysqld.Mysqld', 'testing.postgresql.Postgresql', 'testing.redis.RedisServer',
                'threading.Thread', 'threading.Timer', 'tifffile.TiffFile', 'time_machine.travel',
                'tinydb.TinyDB', 'tkinter.Tk', 'tkinter.Toplevel', 'tokenize.open',
                'tornado.httpclient.AsyncHTTPClient', 'tornado.httpclient.HTTPClient',
                'tornado.httpserver.HTTPServer', 'tornado.tcpserver.TCPServer',
                'tornado.websocket.websocket_connect', 'tqdm.auto.tqdm', 'tqdm.tqdm',
                'trio.lowlevel.open_process', 'trio.open_tcp_stream', 'trio.open_unix_socket',
                'trio.socket.socket', 'twisted.internet.reactor.callLater',
                'twisted.internet.reactor.listenSSL', 'twisted.internet.reactor.listenTCP',
                'twisted.internet.reactor.listenUDP', 'twisted.internet.reactor.listenUNIX',
                'urllib.request.urlopen', 'urllib3.HTTPConnectionPool', 'urllib3.HTTPSConnectionPool',
                'urllib3.PoolManager', 'urllib3.ProxyManager', 'urllib3.connectionpool.HTTPConnectionPool',
                'urllib3.connectionpool.HTTPSConnectionPool', 'urllib3.poolmanager.PoolManager',
                'vertica_python.connect', 'waitress.create_server', 'waitress.server.create_server',
                'watchdog.observers.Observer', 'watchdog.observers.polling.PollingObserver', 'wave.open',
                'websocket.WebSocket', 'websocket.create_connection', 'websockets.asyncio.client.connect',
                'websockets.asyncio.server.serve', 'websockets.client.connect', 'websockets.connect',
                'websockets.serve', 'websockets.server.serve', 'websockets.sync.client.connect',
                'websockets.sync.server.serve', 'werkzeug.serving.BaseWSGIServer',
                'werkzeug.serving.make_server', 'wexpect.spawn', 'winreg.ConnectRegistry',
                'winreg.CreateKey', 'winreg.OpenKey', 'wiremock.server.WireMockServer',
                'wsgiref.simple_server.make_server', 'xarray.open_dataset', 'xlsxwriter.Workbook',
                'xmlrpc.client.ServerProxy', 'xmlrpc.server.SimpleXMLRPCServer', 'xvfbwrapper.Xvfb',
                'zipfile.ZipFile', 'zmq.Context', 'zmq.Context().socket', 'zmq.Context.instance().socket',
                'zmq.asyncio.Context', 'zmq.asyncio.Context().socket',
            ),
            'look': (
                'source.looks.is_outside_with',
            ),
        }),
        ('skipped_by_assertion', {
            'names': (
                'unittest.mock.patch', 'unittest.mock.patch.dict', 'unittest.mock.patch.multiple',
                'unittest.mock.patch.object',
            ),
            'hints': (
                '__enter__', 'start',
            ),
        }),
        ('own_resource_skipped_by_assertion', {'look': ('source.looks.has_own_resources',)}),
        ('file_skipped_by_assertion', {'hints': ('open',), 'look': ('source.looks.opens_outside_with',)}),
        ('response_skipped_by_assertion', {'names': ('aiohttp.ClientSession',)}),
        ('own_server_skipped_by_assertion', {'types': ('ClassDef',), 'hints': ('Server', 'make_server')}),
        ('foreign_server_skipped_by_assertion', {'attributes': ('serve_forever',)}),
    )),
    ('TSE308', 'cleanup.patcher_never_stopped', ('TEST',), True, (
        ('never_stopped', {
            'names': (
                'unittest.mock.patch', 'unittest.mock.patch.dict', 'unittest.mock.patch.multiple',
                'unittest.mock.patch.object',
            ),
            'hints': (
                '__enter__', 'start',
            ),
        }),
        ('double_never_stopped', {
            'names': (
                '_pytest.monkeypatch.MonkeyPatch', 'aioresponses.aioresponses',
                'django.test.modify_settings', 'django.test.override_settings',
                'django.test.utils.isolate_apps', 'django.test.utils.modify_settings',
                'django.test.utils.override_settings', 'django.test.utils.override_system_checks',
                'fixtures.EnvironmentVariable', 'fixtures.FakeLogger', 'fixtures.MockPatch',
                'fixtures.MockPatchObject', 'fixtures.MonkeyPatch', 'fixtures.NestedTempfile',
                'fixtures.StringStream', 'fixtures.TempDir', 'freezegun.api.freeze_time',
                'freezegun.freeze_time', 'moto.mock_aws', 'moto.mock_dynamodb', 'moto.mock_ec2',
                'moto.mock_iam', 'moto.mock_lambda', 'moto.mock_s3', 'moto.mock_secretsmanager',
                'moto.mock_sns', 'moto.mock_sqs', 'moto.mock_sts',
                'pyfakefs.fake_filesystem_unittest.Patcher', 'pytest.MonkeyPatch', 'requests_mock.Mocker',
                'requests_mock.mock', 'responses.RequestsMock', 'respx.MockRouter',
                'testfixtures.LogCapture', 'testfixtures.Replacer', 'time_machine.travel',
            ),
        }),
        ('helper_never_stopped', {'methods': ('start',)}),
    )),
    ('TSE309', 'cleanup.inherited_hook_not_called', ('TEST',), True, (
        ('inherited_hook_not_called', {'types': ('ClassDef',)}),
    )),
    ('TSE310', 'cleanup.state_restored_without_finally', ('ANY',), True, (
        ('unprotected', {'types': ('Yield',)}),
    )),
    ('TSE311', 'cleanup.child_process_never_reaped', ('TEST', 'SUPPORT'), True, (
        ('never_reaped', {
            'names': (
                'anyio.open_process', 'asyncio.create_subprocess_exec', 'asyncio.create_subprocess_shell',
                'multiprocessing.Process', 'multiprocessing.context.Process',
                'multiprocessing.get_context().Process', 'pexpect.popen_spawn.PopenSpawn',
                'pexpect.pty_spawn.spawn', 'pexpect.spawn', 'pexpect.spawnu', 'psutil.Popen',
                'ptyprocess.PtyProcess.spawn', 'ptyprocess.PtyProcessUnicode.spawn', 'subprocess.Popen',
                'trio.lowlevel.open_process', 'wexpect.spawn',
            ),
            'look': (
                'source.looks.is_outside_with',
            ),
        }),
    )),
    ('TSE312', 'cleanup.socket_never_closed', ('TEST', 'SUPPORT'), True, (
        ('never_closed', {
            'names': (
                'socket.create_connection', 'socket.create_server', 'socket.fromfd', 'socket.socket',
                'socket.socketpair',
            ),
            'look': (
                'source.looks.is_outside_with',
            ),
        }),
        ('never_closed_by_caller', {'look': ('source.looks.takes_from_tests',)}),
    )),
    ('TSE313', 'cleanup.imported_module_not_restored', ('TEST',), True, (
        ('left_replaced', {'holds': ('Assign', 'AugAssign'), 'look': ('source.looks.sets_imported',)}),
        ('left_set', {'names': ('setattr',)}),
    )),
    ('TSE314', 'cleanup.process_setting_not_restored', ('TEST',), True, (
        ('left_changed', {
            'names': (
                'asyncio.set_event_loop', 'asyncio.set_event_loop_policy', 'csv.field_size_limit',
                'decimal.setcontext', 'django.utils.timezone.activate', 'django.utils.translation.activate',
                'faulthandler.enable', 'gc.disable', 'gc.set_threshold', 'httpretty.enable',
                'locale.setlocale', 'logging.disable', 'logging.getLogger().addHandler',
                'logging.getLogger().setLevel', 'multiprocessing.set_start_method',
                'numpy.set_printoptions', 'numpy.seterr', 'os.umask', 'ray.init', 'resource.setrlimit',
                'responses.start', 'signal.alarm', 'signal.setitimer', 'signal.signal',
                'socket.setdefaulttimeout', 'sys.set_int_max_str_digits', 'sys.setprofile',
                'sys.setrecursionlimit', 'sys.setswitchinterval', 'sys.settrace', 'threading.settrace',
                'torch.set_default_device', 'torch.set_default_dtype', 'tracemalloc.start',
                'warnings.filterwarnings', 'warnings.simplefilter',
            ),
        }),
        ('changed_in_place', {
            'attributes': (
                'Emax', 'Emin', 'capitals', 'clamp', 'disabled', 'filters', 'path', 'prec', 'propagate',
                'rounding',
            ),
        }),
    )),
    ('TSE315', 'cleanup.side_effect_at_import', ('TEST',), False, (
        ('effects', {'look': ('source.looks.acts_at_import',)}),
    )),
    ('TSE316', 'cleanup.service_never_stopped', ('TEST',), True, (
        ('never_stopped', {
            'names': (
                'MySQLdb.connect', 'PIL.Image.open', 'ZODB.DB', 'aifc.open', 'aio_pika.connect',
                'aio_pika.connect_robust', 'aiofiles.open', 'aiohttp.ClientSession', 'aiohttp.TCPConnector',
                'aiohttp.UnixConnector', 'aiohttp.test_utils.RawTestServer',
                'aiohttp.test_utils.TestClient', 'aiohttp.test_utils.TestServer', 'aiohttp.web.AppRunner',
                'aiohttp.web.ServerRunner', 'aiokafka.AIOKafkaConsumer', 'aiokafka.AIOKafkaProducer',
                'aiomysql.connect', 'aiomysql.create_pool', 'aiopg.create_pool',
                'aiosmtpd.controller.Controller', 'aiosmtpd.controller.UnthreadedController',
                'aiosqlite.connect', 'amqp.Connection', 'anthropic.Anthropic', 'anthropic.AsyncAnthropic',
                'anyio.connect_tcp', 'anyio.connect_unix', 'anyio.create_memory_object_stream',
                'anyio.create_tcp_listener', 'anyio.create_unix_listener', 'anyio.open_file',
                'appium.webdriver.Remote', 'apscheduler.schedulers.asyncio.AsyncIOScheduler',
                'apscheduler.schedulers.background.BackgroundScheduler', 'apsw.Connection',
                'asyncio.ProactorEventLoop', 'asyncio.Runner', 'asyncio.SelectorEventLoop',
                'asyncio.create_task', 'asyncio.ensure_future',
                'asyncio.get_event_loop().create_connection',
                'asyncio.get_event_loop().create_datagram_endpoint',
                'asyncio.get_event_loop().create_server', 'asyncio.get_event_loop().create_unix_connection',
                'asyncio.get_event_loop().create_unix_server',
                'asyncio.get_running_loop().create_connection',
                'asyncio.get_running_loop().create_datagram_endpoint',
                'asyncio.get_running_loop().create_server',
                'asyncio.get_running_loop().create_unix_connection',
                'asyncio.get_running_loop().create_unix_server', 'asyncio.new_event_loop',
                'asyncio.new_event_loop().create_connection',
                'asyncio.new_event_loop().create_datagram_endpoint',
                'asyncio.new_event_loop().create_server', 'asyncio.new_event_loop().create_unix_connection',
                'asyncio.new_event_loop().create_unix_server', 'asyncio.open_connection',
                'asyncio.open_unix_connection', 'asyncio.runners.Runner', 'asyncio.start_server',
                'asyncio.start_unix_server', 'asyncpg.connect', 'asyncpg.create_pool', 'asyncssh.connect',
                'asyncssh.create_server', 'asyncssh.listen', 'azure.identity.DefaultAzureCredential',
                'azure.identity.aio.DefaultAzureCredential', 'azure.keyvault.secrets.SecretClient',
                'azure.keyvault.secrets.aio.SecretClient', 'azure.storage.blob.BlobServiceClient',
                'azure.storage.blob.aio.BlobServiceClient', 'boto3.client',
                'boto3.session.Session().client', 'botocore.session.get_session().create_client',
                'bz2.BZ2File', 'cProfile.Profile', 'can.Bus', 'can.interface.Bus',
                'cassandra.cluster.Cluster', 'cheroot.server.HTTPServer', 'cheroot.wsgi.Server',
                'clickhouse_connect.get_client', 'clickhouse_driver.Client',
                'concurrent.futures.ProcessPoolExecutor', 'concurrent.futures.ThreadPoolExecutor',
                'confluent_kafka.Consumer', 'contextlib.AsyncExitStack', 'contextlib.ExitStack',
                'curio.socket.socket', 'curl_cffi.requests.Session', 'cv2.VideoCapture', 'cv2.VideoWriter',
                'cx_Oracle.connect', 'dask.distributed.Client', 'dask.distributed.LocalCluster',
                'dbm.dumb.open', 'dbm.gnu.open', 'dbm.ndbm.open', 'dbm.open', 'dbm.sqlite3.open',
                'diskcache.Cache', 'diskcache.FanoutCache', 'distributed.Client',
                'distributed.LocalCluster', 'docker.APIClient', 'docker.DockerClient',
                'docker.DockerClient().containers.run', 'docker.from_env',
                'docker.from_env().containers.run', 'duckdb.connect', 'dulwich.repo.Repo',
                'elasticsearch.AsyncElasticsearch', 'elasticsearch.Elasticsearch', 'eventlet.connect',
                'eventlet.green.socket.create_connection', 'eventlet.green.socket.socket',
                'eventlet.listen', 'fabric.Connection', 'fabric.connection.Connection',
                'fakeredis.TcpFakeServer', 'fastapi.testclient.TestClient', 'fileinput.FileInput',
                'fileinput.input', 'fitz.open', 'fs.open_fs', 'fs.tempfs.TempFS', 'ftplib.FTP',
                'ftplib.FTP_TLS', 'gevent.pywsgi.WSGIServer', 'gevent.server.DatagramServer',
                'gevent.server.StreamServer', 'gevent.socket.create_connection', 'gevent.socket.socket',
                'git.Repo', 'git.Repo.clone_from', 'git.Repo.init', 'google.cloud.bigquery.Client',
                'google.cloud.pubsub_v1.PublisherClient', 'google.cloud.pubsub_v1.SubscriberClient',
                'google.cloud.storage.Client', 'grpc.aio.insecure_channel', 'grpc.aio.secure_channel',
                'grpc.aio.server', 'grpc.insecure_channel', 'grpc.secure_channel', 'grpc.server',
                'gzip.GzipFile', 'h5py.File', 'http.client.HTTPConnection', 'http.client.HTTPSConnection',
                'http.server.HTTPServer', 'http.server.ThreadingHTTPServer', 'httplib2.Http',
                'httpx.AsyncClient', 'httpx.Client', 'ibm_db_dbi.connect', 'imaplib.IMAP4',
                'imaplib.IMAP4_SSL', 'influxdb.InfluxDBClient', 'influxdb_client.InfluxDBClient',
                'kafka.KafkaConsumer', 'kafka.KafkaProducer', 'kombu.BrokerConnection', 'kombu.Connection',
                'kubernetes.client.ApiClient', 'kubernetes.watch.Watch', 'laspy.open', 'ldap.initialize',
                'ldap3.Connection', 'lmdb.Environment', 'lmdb.open', 'logging.FileHandler',
                'logging.handlers.DatagramHandler', 'logging.handlers.HTTPHandler',
                'logging.handlers.QueueListener', 'logging.handlers.RotatingFileHandler',
                'logging.handlers.SMTPHandler', 'logging.handlers.SocketHandler',
                'logging.handlers.SysLogHandler', 'logging.handlers.TimedRotatingFileHandler',
                'logging.handlers.WatchedFileHandler', 'lzma.LZMAFile', 'matplotlib.pyplot.figure',
                'matplotlib.pyplot.subplots', 'mcp.client.session.ClientSession', 'mmap.mmap',
                'moto.moto_server.threaded_moto_server.ThreadedMotoServer',
                'moto.server.ThreadedMotoServer', 'motor.motor_asyncio.AsyncIOMotorClient',
                'multiprocessing.JoinableQueue', 'multiprocessing.Manager', 'multiprocessing.Pipe',
                'multiprocessing.Pool', 'multiprocessing.Queue', 'multiprocessing.connection.Client',
                'multiprocessing.connection.Listener', 'multiprocessing.dummy.Pool',
                'multiprocessing.get_context().Manager', 'multiprocessing.get_context().Pool',
                'multiprocessing.managers.BaseManager', 'multiprocessing.managers.SharedMemoryManager',
                'multiprocessing.managers.SyncManager', 'multiprocessing.pool.Pool',
                'multiprocessing.pool.ThreadPool', 'multiprocessing.shared_memory.SharedMemory',
                'mysql.connector.connect', 'nats.connect', 'ncclient.manager.connect',
                'neo4j.AsyncGraphDatabase.driver', 'neo4j.GraphDatabase.driver', 'netCDF4.Dataset',
                'netmiko.ConnectHandler', 'niquests.Session', 'nntplib.NNTP', 'nntplib.NNTP_SSL',
                'openai.AsyncOpenAI', 'openai.OpenAI', 'openpyxl.load_workbook',
                'opensearchpy.AsyncOpenSearch', 'opensearchpy.OpenSearch', 'oracledb.connect', 'os.scandir',
                'paho.mqtt.client.Client', 'pandas.ExcelFile', 'pandas.ExcelWriter', 'pandas.HDFStore',
                'paramiko.SFTPClient.from_transport', 'paramiko.SSHClient',
                'paramiko.SSHClient().open_sftp', 'paramiko.Transport', 'paramiko.client.SSHClient',
                'paramiko.transport.Transport', 'pdfplumber.open', 'peewee.MySQLDatabase',
                'peewee.PostgresqlDatabase', 'peewee.SqliteDatabase', 'pika.BlockingConnection',
                'pika.adapters.blocking_connection.BlockingConnection',
                'playwright.async_api.async_playwright().start',
                'playwright.sync_api.sync_playwright().start', 'plyvel.DB', 'poplib.POP3',
                'poplib.POP3_SSL', 'profile.Profile', 'prometheus_client.start_wsgi_server',
                'psycopg.AsyncConnection.connect', 'psycopg.connect', 'psycopg2.connect',
                'psycopg2.pool.SimpleConnectionPool', 'psycopg2.pool.ThreadedConnectionPool',
                'psycopg_pool.AsyncConnectionPool', 'psycopg_pool.ConnectionPool', 'pyaudio.PyAudio',
                'pycurl.Curl', 'pyftpdlib.servers.FTPServer', 'pyftpdlib.servers.ThreadedFTPServer',
                'pymemcache.Client', 'pymemcache.client.base.Client', 'pymemcache.client.hash.HashClient',
                'pymongo.AsyncMongoClient', 'pymongo.MongoClient', 'pymongo.mongo_client.MongoClient',
                'pymssql.connect', 'pymupdf.open', 'pymysql.connect', 'pyodbc.connect', 'pyppeteer.launch',
                'pysftp.Connection', 'pyspark.SparkContext', 'pytest_httpserver.HTTPServer',
                'pytest_localserver.http.ContentServer', 'pytest_localserver.http.WSGIServer',
                'pytest_localserver.smtp.Server', 'pyvirtualdisplay.Display', 'qdrant_client.QdrantClient',
                'rasterio.open', 'redis.Redis', 'redis.Redis().pubsub', 'redis.Redis.from_url',
                'redis.StrictRedis', 'redis.StrictRedis().pubsub', 'redis.asyncio.Redis',
                'redis.asyncio.Redis.from_url', 'redis.asyncio.from_url', 'redis.from_url',
                'requests.Session', 'requests.session', 'requests_futures.sessions.FuturesSession',
                'requests_oauthlib.OAuth2Session', 'rich.live.Live', 'rich.progress.Progress',
                'rich.status.Status', 'select.devpoll', 'select.epoll', 'select.kqueue',
                'selectors.DefaultSelector', 'selectors.DevpollSelector', 'selectors.EpollSelector',
                'selectors.KqueueSelector', 'selectors.PollSelector', 'selectors.SelectSelector',
                'selenium.webdriver.Chrome', 'selenium.webdriver.Edge', 'selenium.webdriver.Firefox',
                'selenium.webdriver.Ie', 'selenium.webdriver.PhantomJS', 'selenium.webdriver.Remote',
                'selenium.webdriver.Safari', 'serial.Serial', 'serial.serial_for_url', 'shelve.open',
                'smtplib.SMTP', 'smtplib.SMTP_SSL', 'snowflake.connector.connect', 'socketio.AsyncClient',
                'socketio.Client', 'socketio.SimpleClient', 'socketserver.BaseServer',
                'socketserver.TCPServer', 'socketserver.ThreadingTCPServer',
                'socketserver.ThreadingUDPServer', 'socketserver.UDPServer', 'soundfile.SoundFile',
                'splinter.Browser', 'sqlalchemy.create_engine', 'sqlalchemy.create_engine().connect',
                'sqlalchemy.create_engine().raw_connection', 'sqlalchemy.engine.create_engine',
                'sqlalchemy.ext.asyncio.AsyncSession', 'sqlalchemy.ext.asyncio.create_async_engine',
                'sqlalchemy.orm.Session', 'sqlalchemy.orm.session.Session', 'sqlite3.connect',
                'sqlitedict.SqliteDict', 'sqlmodel.Session', 'sqlmodel.create_engine',
                'starlette.testclient.TestClient', 'stomp.Connection', 'sunau.open', 'tables.open_file',
                'telnetlib.Telnet', 'tempfile.TemporaryDirectory', 'test.support.EnvironmentVarGuard',
                'test.support.os_helper.EnvironmentVarGuard',
                'testcontainers.core.container.DockerContainer', 'testcontainers.kafka.KafkaContainer',
                'testcontainers.mongodb.MongoDbContainer', 'testcontainers.mysql.MySqlContainer',
                'testcontainers.postgres.PostgresContainer', 'testcontainers.rabbitmq.RabbitMqContainer',
                'testcontainers.redis.RedisContainer', 'testfixtures.TempDirectory',
                'testfixtures.tempdirectory.TempDirectory', 'testing.mysqld.Mysqld',
                'testing.postgresql.Postgresql', 'testing.redis.RedisServer', 'threading.Thread',
                'threading.Timer', 'tifffile.TiffFile', 'tinydb.TinyDB', 'tkinter.Tk', 'tkinter.Toplevel',
                'tornado.httpclient.AsyncHTTPClient', 'tornado.httpclient.HTTPClient',
                'tornado.httpserver.HTTPServer', 'tornado.tcpserver.TCPServer',
                'tornado.websocket.websocket_connect', 'tqdm.auto.tqdm', 'tqdm.tqdm',
                'trio.open_tcp_stream', 'trio.open_unix_socket', 'trio.socket.socket',
                'twisted.internet.reactor.callLater', 'twisted.internet.reactor.listenSSL',
                'twisted.internet.reactor.listenTCP', 'twisted.internet.reactor.listenUDP',
                'twisted.internet.reactor.listenUNIX', 'urllib.request.urlopen',
                'urllib3.HTTPConnectionPool', 'urllib3.HTTPSConnectionPool', 'urllib3.PoolManager',
                'urllib3.ProxyManager', 'urllib3.connectionpool.HTTPConnectionPool',
                'urllib3.connectionpool.HTTPSConnectionPool', 'urllib3.poolmanager.PoolManager',
                'vertica_python.connect', 'waitress.create_server', 'waitress.server.create_server',
                'watchdog.observers.Observer', 'watchdog.observers.polling.PollingObserver', 'wave.open',
                'websocket.WebSocket', 'websocket.create_connection', 'websockets.asyncio.client.connect',
                'websockets.asyncio.server.serve', 'websockets.client.connect', 'websockets.connect',
                'websockets.serve', 'websockets.server.serve', 'websockets.sync.client.connect',
                'websockets.sync.server.serve', 'werkzeug.serving.BaseWSGIServer',
                'werkzeug.serving.make_server', 'winreg.ConnectRegistry', 'winreg.CreateKey',
                'winreg.OpenKey', 'wiremock.server.WireMockServer', 'wsgiref.simple_server.make_server',
                'xarray.open_dataset', 'xlsxwriter.Workbook', 'xmlrpc.client.ServerProxy',
                'xmlrpc.server.SimpleXMLRPCServer', 'xvfbwrapper.Xvfb', 'zmq.Context',
                'zmq.Context().socket', 'zmq.Context.instance().socket', 'zmq.asyncio.Context',
                'zmq.asyncio.Context().socket',
            ),
            'look': (
                'source.looks.is_outside_with',
            ),
        }),
        ('own_resource_never_released', {'look': ('source.looks.has_own_resources',)}),
        ('own_server_never_closed', {'types': ('ClassDef',), 'hints': ('Server', 'make_server')}),
        ('foreign_server_never_closed', {'attributes': ('serve_forever',)}),
    )),
    ('TSE317', 'cleanup.stop_on_the_wrong_thing', ('TEST', 'SUPPORT'), True, (
        ('mock_stopped', {'attributes': ('stop',)}),
        ('started_at_the_end', {
            'names': (
                'unittest.mock.patch().start', 'unittest.mock.patch.dict().start',
                'unittest.mock.patch.multiple().start', 'unittest.mock.patch.object().start',
            ),
        }),
        ('not_called', {'attributes': ('stopall',)}),
        ('released_at_once', {'names': ('atexit.register',)}),
        ('released_at_once', {
            'methods': (
                'addAsyncCleanup', 'addClassCleanup', 'addCleanup', 'addModuleCleanup', 'addfinalizer',
            ),
        }),
        ('environment_replaced', {'attributes': ('environ',), 'look': ('source.looks.is_stored',)}),
        ('inherited_not_called', {'calls': ('super',), 'look': ('source.looks.names_super_alone',)}),
        ('filters_dropped', {'attributes': ('resetwarnings',)}),
        ('never_awaited', {
            'methods': (
                'aclose', 'cleanup', 'close', 'wait_closed',
            ),
            'look': (
                'source.looks.is_statement_of_coroutine',
            ),
        }),
    )),
    ('TSE318', 'cleanup.file_left_in_working_directory', ('TEST',), True, (
        ('left', {
            'calls': (
                'File', 'ZipFile', 'connect', 'copy', 'copy2', 'copyfile', 'copytree', 'dump', 'makedirs',
                'mkdir', 'open', 'save', 'savefig', 'savetxt', 'savez', 'savez_compressed', 'symlink',
                'to_csv', 'to_excel', 'to_parquet', 'to_pickle', 'touch', 'write_bytes', 'write_text',
            ),
        }),
    )),
    ('TSE319', 'cleanup.release_skipped_by_raising_call', ('TEST',), False, (
        ('skipped_by_call', {
            'names': (
                'MySQLdb.connect', 'PIL.Image.open', 'ZODB.DB', '_pytest.monkeypatch.MonkeyPatch',
                'aifc.open', 'aio_pika.connect', 'aio_pika.connect_robust', 'aiofiles.open',
                'aiohttp.ClientSession', 'aiohttp.TCPConnector', 'aiohttp.UnixConnector',
                'aiohttp.test_utils.RawTestServer', 'aiohttp.test_utils.TestClient',
                'aiohttp.test_utils.TestServer', 'aiohttp.web.AppRunner', 'aiohttp.web.ServerRunner',
                'aiokafka.AIOKafkaConsumer', 'aiokafka.AIOKafkaProducer', 'aiomysql.connect',
                'aiomysql.create_pool', 'aiopg.create_pool', 'aioresponses.aioresponses',
                'aiosmtpd.controller.Controller', 'aiosmtpd.controller.UnthreadedController',
                'aiosqlite.connect', 'amqp.Connection', 'anthropic.Anthropic', 'anthropic.AsyncAnthropic',
                'anyio.connect_tcp', 'anyio.connect_unix', 'anyio.create_memory_object_stream',
                'anyio.create_tcp_listener', 'anyio.create_unix_listener', 'anyio.open_file',
                'anyio.open_process', 'appium.webdriver.Remote',
                'apscheduler.schedulers.asyncio.AsyncIOScheduler',
                'apscheduler.schedulers.background.BackgroundScheduler', 'apsw.Connection',
                'asyncio.ProactorEventLoop', 'asyncio.Runner', 'asyncio.SelectorEventLoop',
                'asyncio.create_subprocess_exec', 'asyncio.create_subprocess_shell', 'asyncio.create_task',
                'asyncio.ensure_future', 'asyncio.get_event_loop().create_connection',
                'asyncio.get_event_loop().create_datagram_endpoint',
                'asyncio.get_event_loop().create_server', 'asyncio.get_event_loop().create_unix_connection',
                'asyncio.get_event_loop().create_unix_server',
                'asyncio.get_running_loop().create_connection',
                'asyncio.get_running_loop().create_datagram_endpoint',
                'asyncio.get_running_loop().create_server',
                'asyncio.get_running_loop().create_unix_connection',
                'asyncio.get_running_loop().create_unix_server', 'asyncio.new_event_loop',
                'asyncio.new_event_loop().create_connection',
                'asyncio.new_event_loop().create_datagram_endpoint',
                'asyncio.new_event_loop().create_server', 'asyncio.new_event_loop().create_unix_connection',
                'asyncio.new_event_loop().create_unix_server', 'asyncio.open_connection',
                'asyncio.open_unix_connection', 'asyncio.runners.Runner', 'asyncio.start_server',
                'asyncio.start_unix_server', 'asyncpg.connect', 'asyncpg.create_pool', 'asyncssh.connect',
                'asyncssh.create_server', 'asyncssh.listen', 'azure.identity.DefaultAzureCredential',
                'azure.identity.aio.DefaultAzureCredential', 'azure.keyvault.secrets.SecretClient',
                'azure.keyvault.secrets.aio.SecretClient', 'azure.storage.blob.BlobServiceClient',
                'azure.storage.blob.aio.BlobServiceClient', 'boto3.client',
                'boto3.session.Session().client', 'botocore.session.get_session().create_client',
                'bz2.BZ2File', 'bz2.open', 'cProfile.Profile', 'can.Bus', 'can.interface.Bus',
                'cassandra.cluster.Cluster', 'cheroot.server.HTTPServer', 'cheroot.wsgi.Server',
                'clickhouse_connect.get_client', 'clickhouse_driver.Client', 'codecs.open',
                'concurrent.futures.ProcessPoolExecutor', 'concurrent.futures.ThreadPoolExecutor',
                'confluent_kafka.Consumer', 'contextlib.AsyncExitStack', 'contextlib.ExitStack',
                'curio.socket.socket', 'curl_cffi.requests.Session', 'cv2.VideoCapture', 'cv2.VideoWriter',
                'cx_Oracle.connect', 'dask.distributed.Client', 'dask.distributed.LocalCluster',
                'dbm.dumb.open', 'dbm.gnu.open', 'dbm.ndbm.open', 'dbm.open', 'dbm.sqlite3.open',
                'diskcache.Cache', 'diskcache.FanoutCache', 'distributed.Client',
                'distributed.LocalCluster', 'django.test.modify_settings', 'django.test.override_settings',
                'django.test.utils.isolate_apps', 'django.test.utils.modify_settings',
                'django.test.utils.override_settings', 'django.test.utils.override_system_checks',
                'docker.APIClient', 'docker.DockerClient', 'docker.DockerClient().containers.run',
                'docker.from_env', 'docker.from_env().containers.run', 'duckdb.connect',
                'dulwich.repo.Repo', 'elasticsearch.AsyncElasticsearch', 'elasticsearch.Elasticsearch',
                'eventlet.connect', 'eventlet.green.socket.create_connection',
                'eventlet.green.socket.socket', 'eventlet.listen', 'fabric.Connection',
                'fabric.connection.Connection', 'fakeredis.TcpFakeServer', 'fastapi.testclient.TestClient',
                'fileinput.FileInput', 'fileinput.input', 'fitz.open', 'fixtures.EnvironmentVariable',
                'fixtures.FakeLogger', 'fixtures.MockPatch', 'fixtures.MockPatchObject',
                'fixtures.MonkeyPatch', 'fixtures.NestedTempfile', 'fixtures.StringStream',
                'fixtures.TempDir', 'freezegun.api.freeze_time', 'freezegun.freeze_time', 'fs.open_fs',
                'fs.tempfs.TempFS', 'ftplib.FTP', 'ftplib.FTP_TLS', 'gevent.pywsgi.WSGIServer',
                'gevent.server.DatagramServer', 'gevent.server.StreamServer',
                'gevent.socket.create_connection', 'gevent.socket.socket', 'git.Repo',
                'git.Repo.clone_from', 'git.Repo.init', 'google.cloud.bigquery.Client',
                'google.cloud.pubsub_v1.PublisherClient', 'google.cloud.pubsub_v1.SubscriberClient',
                'google.cloud.storage.Client', 'grpc.aio.insecure_channel', 'grpc.aio.secure_channel',
                'grpc.aio.server', 'grpc.insecure_channel', 'grpc.secure_channel', 'grpc.server',
                'gzip.GzipFile', 'gzip.open', 'h5py.File', 'http.client.HTTPConnection',
                'http.client.HTTPSConnection', 'http.server.HTTPServer', 'http.server.ThreadingHTTPServer',
                'httplib2.Http', 'httpx.AsyncClient', 'httpx.Client', 'ibm_db_dbi.connect', 'imaplib.IMAP4',
                'imaplib.IMAP4_SSL', 'influxdb.InfluxDBClient', 'influxdb_client.InfluxDBClient',
                'io.FileIO', 'io.open', 'kafka.KafkaConsumer', 'kafka.KafkaProducer',
                'kombu.BrokerConnection', 'kombu.Connection', 'kubernetes.client.ApiClient',
                'kubernetes.watch.Watch', 'laspy.open', 'ldap.initialize', 'ldap3.Connection',
                'lmdb.Environment', 'lmdb.open', 'logging.FileHandler', 'logging.handlers.DatagramHandler',
                'logging.handlers.HTTPHandler', 'logging.handlers.QueueListener',
                'logging.handlers.RotatingFileHandler', 'logging.handlers.SMTPHandler',
                'logging.handlers.SocketHandler', 'logging.handlers.SysLogHandler',
                'logging.handlers.TimedRotatingFileHandler', 'logging.handlers.WatchedFileHandler',
                'lzma.LZMAFile', 'lzma.open', 'matplotlib.pyplot.figure', 'matplotlib.pyplot.subplots',
                'mcp.client.session.ClientSession', 'mmap.mmap', 'moto.mock_aws', 'moto.mock_dynamodb',
                'moto.mock_ec2', 'moto.mock_iam', 'moto.mock_lambda', 'moto.mock_s3',
                'moto.mock_secretsmanager', 'moto.mock_sns', 'moto.mock_sqs', 'moto.mock_sts',
                'moto.moto_server.threaded_moto_server.ThreadedMotoServer',
                'moto.server.ThreadedMotoServer', 'motor.motor_asyncio.AsyncIOMotorClient',
                'multiprocessing.JoinableQueue', 'multiprocessing.Manager', 'multiprocessing.Pipe',
                'multiprocessing.Pool', 'multiprocessing.Process', 'multiprocessing.Queue',
                'multiprocessing.connection.Client', 'multiprocessing.connection.Listener',
                'multiprocessing.context.Process', 'multiprocessing.dummy.Pool',
                'multiprocessing.get_context().Manager', 'multiprocessing.get_context().Pool',
                'multiprocessing.get_context().Process', 'multiprocessing.managers.BaseManager',
                'multiprocessing.managers.SharedMemoryManager', 'multiprocessing.managers.SyncManager',
                'multiprocessing.pool.Pool', 'multiprocessing.pool.ThreadPool',
                'multiprocessing.shared_memory.SharedMemory', 'mysql.connector.connect', 'nats.connect',
                'ncclient.manager.connect', 'neo4j.AsyncGraphDatabase.driver', 'neo4j.GraphDatabase.driver',
                'netCDF4.Dataset', 'netmiko.ConnectHandler', 'niquests.Session', 'nntplib.NNTP',
                'nntplib.NNTP_SSL', 'open', 'openai.AsyncOpenAI', 'openai.OpenAI', 'openpyxl.load_workbook',
                'opensearchpy.AsyncOpenSearch', 'opensearchpy.OpenSearch', 'oracledb.connect', 'os.dup',
                'os.fdopen', 'os.memfd_create', 'os.open', 'os.openpty', 'os.pipe', 'os.pipe2',
                'os.scandir', 'paho.mqtt.client.Client', 'pandas.ExcelFile', 'pandas.ExcelWriter',
                'pandas.HDFStore', 'paramiko.SFTPClient.from_transport', 'paramiko.SSHClient',
                'paramiko.SSHClient().open_sftp', 'paramiko.Transport', 'paramiko.client.SSHClient',
                'paramiko.transport.Transport', 'pathlib.Path().open', 'pdfplumber.open',
                'peewee.MySQLDatabase', 'peewee.PostgresqlDatabase', 'peewee.SqliteDatabase',
                'pexpect.popen_spawn.PopenSpawn', 'pexpect.pty_spawn.spawn', 'pexpect.spawn',
                'pexpect.spawnu', 'pika.BlockingConnection',
                'pika.adapters.blocking_connection.BlockingConnection',
                'playwright.async_api.async_playwright().start',
                'playwright.sync_api.sync_playwright().start', 'plyvel.DB', 'poplib.POP3',
                'poplib.POP3_SSL', 'profile.Profile', 'prometheus_client.start_wsgi_server', 'psutil.Popen',
                'psycopg.AsyncConnection.connect', 'psycopg.connect', 'psycopg2.connect',
                'psycopg2.pool.SimpleConnectionPool', 'psycopg2.pool.ThreadedConnectionPool',
                'psycopg_pool.AsyncConnectionPool', 'psycopg_pool.ConnectionPool', 'pty.openpty',
                'ptyprocess.PtyProcess.spawn', 'ptyprocess.PtyProcessUnicode.spawn', 'pyaudio.PyAudio',
                'pycurl.Curl', 'pyfakefs.fake_filesystem_unittest.Patcher', 'pyftpdlib.servers.FTPServer',
                'pyftpdlib.servers.ThreadedFTPServer', 'pymemcache.Client', 'pymemcache.client.base.Client',
                'pymemcache.client.hash.HashClient', 'pymongo.AsyncMongoClient', 'pymongo.MongoClient',
                'pymongo.mongo_client.MongoClient', 'pymssql.connect', 'pymupdf.open', 'pymysql.connect',
                'pyodbc.connect', 'pyppeteer.launch', 'pysftp.Connection', 'pyspark.SparkContext',
                'pytest.MonkeyPatch', 'pytest_httpserver.HTTPServer',
                'pytest_localserver.http.ContentServer', 'pytest_localserver.http.WSGIServer',
                'pytest_localserver.smtp.Server', 'pyvirtualdisplay.Display', 'qdrant_client.QdrantClient',
                'rasterio.open', 'redis.Redis', 'redis.Redis().pubsub', 'redis.Redis.from_url',
                'redis.StrictRedis', 'redis.StrictRedis().pubsub', 'redis.asyncio.Redis',
                'redis.asyncio.Redis.from_url', 'redis.asyncio.from_url', 'redis.from_url',
                'requests.Session', 'requests.session', 'requests_futures.sessions.FuturesSession',
                'requests_mock.Mocker', 'requests_mock.mock', 'requests_oauthlib.OAuth2Session',
                'responses.RequestsMock', 'respx.MockRouter', 'rich.live.Live', 'rich.progress.Progress',
                'rich.status.Status', 'select.devpoll', 'select.epoll', 'select.kqueue',
                'selectors.DefaultSelector', 'selectors.DevpollSelector', 'selectors.EpollSelector',
                'selectors.KqueueSelector', 'selectors.PollSelector', 'selectors.SelectSelector',
                'selenium.webdriver.Chrome', 'selenium.webdriver.Edge', 'selenium.webdriver.Firefox',
                'selenium.webdriver.Ie', 'selenium.webdriver.PhantomJS', 'selenium.webdriver.Remote',
                'selenium.webdriver.Safari', 'serial.Serial', 'serial.serial_for_url', 'shelve.open',
                'smtplib.SMTP', 'smtplib.SMTP_SSL', 'snowflake.connector.connect',
                'socket.create_connection', 'socket.create_server', 'socket.fromfd', 'socket.socket',
                'socket.socketpair', 'socketio.AsyncClient', 'socketio.Client', 'socketio.SimpleClient',
                'socketserver.BaseServer', 'socketserver.TCPServer', 'socketserver.ThreadingTCPServer',
                'socketserver.ThreadingUDPServer', 'socketserver.UDPServer', 'soundfile.SoundFile',
                'splinter.Browser', 'sqlalchemy.create_engine', 'sqlalchemy.create_engine().connect',
                'sqlalchemy.create_engine().raw_connection', 'sqlalchemy.engine.create_engine',
                'sqlalchemy.ext.asyncio.AsyncSession', 'sqlalchemy.ext.asyncio.create_async_engine',
                'sqlalchemy.orm.Session', 'sqlalchemy.orm.session.Session', 'sqlite3.connect',
                'sqlitedict.SqliteDict', 'sqlmodel.Session', 'sqlmodel.create_engine',
                'starlette.testclient.TestClient', 'stomp.Connection', 'subprocess.Popen', 'sunau.open',
                'tables.open_file', 'tarfile.TarFile', 'tarfile.open', 'telnetlib.Telnet',
                'tempfile.NamedTemporaryFile', 'tempfile.SpooledTemporaryFile',
                'tempfile.TemporaryDirectory', 'tempfile.TemporaryFile', 'tempfile.mkdtemp',
                'tempfile.mkstemp', 'tempfile.mktemp', 'test.support.EnvironmentVarGuard',
                'test.support.os_helper.EnvironmentVarGuard',
                'testcontainers.core.container.DockerContainer', 'testcontainers.kafka.KafkaContainer',
                'testcontainers.mongodb.MongoDbContainer', 'testcontainers.mysql.MySqlContainer',
                'testcontainers.postgres.PostgresContainer', 'testcontainers.rabbitmq.RabbitMqContainer',
                'testcontainers.redis.RedisContainer', 'testfixtures.LogCapture', 'testfixtures.Replacer',
                'testfixtures.TempDirectory', 'testfixtures.tempdirectory.TempDirectory',
                'testing.mysqld.Mysqld', 'testing.postgresql.Postgresql', 'testing.redis.RedisServer',
                'threading.Thread', 'threading.Timer', 'tifffile.TiffFile', 'time_machine.travel',
                'tinydb.TinyDB', 'tkinter.Tk', 'tkinter.Toplevel', 'tokenize.open',
                'tornado.httpclient.AsyncHTTPClient', 'tornado.httpclient.HTTPClient',
                'tornado.httpserver.HTTPServer', 'tornado.tcpserver.TCPServer',
                'tornado.websocket.websocket_connect', 'tqdm.auto.tqdm', 'tqdm.tqdm',
                'trio.lowlevel.open_process', 'trio.open_tcp_stream', 'trio.open_unix_socket',
                'trio.socket.socket', 'twisted.internet.reactor.callLater',
                'twisted.internet.reactor.listenSSL', 'twisted.internet.reactor.listenTCP',
                'twisted.internet.reactor.listenUDP', 'twisted.internet.reactor.listenUNIX',
                'unittest.mock.patch', 'unittest.mock.patch.dict', 'unittest.mock.patch.multiple',
                'unittest.mock.patch.object', 'urllib.request.urlopen', 'urllib3.HTTPConnectionPool',
                'urllib3.HTTPSConnectionPool', 'urllib3.PoolManager', 'urllib3.ProxyManager',
                'urllib3.connectionpool.HTTPConnectionPool', 'urllib3.connectionpool.HTTPSConnectionPool',
                'urllib3.poolmanager.PoolManager', 'vertica_python.connect', 'waitress.create_server',
                'waitress.server.create_server', 'watchdog.observers.Observer',
                'watchdog.observers.polling.PollingObserver', 'wave.open', 'websocket.WebSocket',
                'websocket.create_connection', 'websockets.asyncio.client.connect',
                'websockets.asyncio.server.serve', 'websockets.client.connect', 'websockets.connect',
                'websockets.serve', 'websockets.server.serve', 'websockets.sync.client.connect',
                'websockets.sync.server.serve', 'werkzeug.serving.BaseWSGIServer',
                'werkzeug.serving.make_server', 'wexpect.spawn', 'winreg.ConnectRegistry',
                'winreg.CreateKey', 'winreg.OpenKey', 'wiremock.server.WireMockServer',
                'wsgiref.simple_server.make_server', 'xarray.open_dataset', 'xlsxwriter.Workbook',
                'xmlrpc.client.ServerProxy', 'xmlrpc.server.SimpleXMLRPCServer', 'xvfbwrapper.Xvfb',
                'zipfile.ZipFile', 'zmq.Context', 'zmq.Context().socket', 'zmq.Context.instance().socket',
                'zmq.asyncio.Context', 'zmq.asyncio.Context().socket',
            ),
        }),
        ('own_resource_skipped_by_call', {'look': ('source.looks.has_own_resources',)}),
        ('file_skipped_by_call', {}),
    )),
    ('TSE320', 'cleanup.not_stopped_like_its_siblings', ('TEST',), False, (
        ('not_stopped', {'methods': ('start',)}),
        ('not_closed', {
            'hints': (
                'cleanup', 'close', 'disconnect', 'quit', 'release', 'shutdown', 'stop', 'teardown',
                'terminate',
            ),
        }),
        ('closed_by_tests', {'hints': ('fixture',)}),
    )),
    ('TSE322', 'cleanup.own_object_never_closed', ('TEST',), False, (
        ('own_object_never_closed', {'holds': ('Call',), 'look': ('source.looks.makes_objects',)}),
    )),
    ('TSE323', 'cleanup.reset_skipped_by_assertion', ('TEST',), False, (
        ('skipped', {
            'types': (
                'AsyncFunctionDef', 'FunctionDef',
            ),
            'look': (
                'source.looks.ends_by_a_change',
            ),
        }),
    )),
    ('TSE324', 'cleanup.release_not_called', ('TEST', 'SUPPORT'), True, (
        ('named_only', {
            'attributes': (
                'aclose', 'cleanup', 'clear', 'close', 'disconnect', 'dispose', 'kill', 'quit', 'release',
                'server_close', 'shutdown', 'stop', 'terminate', 'undo', 'unlink', 'wait_closed',
            ),
            'look': (
                'source.looks.is_statement',
            ),
        }),
    )),
    ('TSE325', 'cleanup.thread_never_joined', ('TEST',), False, (
        ('never_joined', {'names': ('threading.Thread',), 'look': ('source.looks.is_outside_with',)}),
    )),
    ('TSE326', 'cleanup.killed_child_never_waited_for', ('TEST', 'SUPPORT'), False, (
        ('never_waited_for', {'names': ('subprocess.Popen',), 'look': ('source.looks.is_outside_with',)}),
    )),
    ('TSE331', 'cleanup.opposite_hook_called', ('TEST', 'SUPPORT'), True, (
        ('called', {
            'methods': (
                'asyncSetUp', 'asyncTearDown', 'setUp', 'setUpClass', 'setup', 'setup_class',
                'setup_method', 'tearDown', 'tearDownClass', 'teardown', 'teardown_class',
                'teardown_method',
            ),
        }),
    )),
    ('TSE332', 'cleanup.context_entered_never_left', ('TEST', 'SUPPORT'), False, (
        ('entered', {'methods': ('__aenter__', '__enter__')}),
    )),
    ('TSE333', 'cleanup.figure_never_closed', ('TEST',), False, (
        ('made', {
            'names': (
                'matplotlib.pyplot.figure', 'matplotlib.pyplot.subplot', 'matplotlib.pyplot.subplot_mosaic',
                'matplotlib.pyplot.subplots',
            ),
        }),
    )),
    ('TSE334', 'cleanup.closed_after_loop', ('TEST', 'SUPPORT'), True, (
        ('behind_loop', {
            'methods': (
                'aclose', 'close', 'disconnect', 'kill', 'quit', 'server_close', 'shutdown', 'stop',
                'terminate',
            ),
        }),
    )),
    ('TSE335', 'cleanup.put_back_under_another_name', ('TEST', 'SUPPORT'), True, (
        ('put_back', {'types': ('Assign',), 'look': ('source.looks.assigns_name',)}),
    )),
    ('TSE336', 'cleanup.hook_of_later_base_never_runs', ('TEST', 'SUPPORT'), True, (
        ('never_reached', {'types': ('ClassDef',), 'look': ('source.looks.has_several_bases',)}),
    )),
    ('TSE337', 'cleanup.released_when_collected', ('TEST',), True, (
        ('cleaned_up', {'types': ('ClassDef',), 'look': ('source.looks.sees_to_its_end',)}),
    )),
    ('TSE338', 'cleanup.rights_never_given_back', ('TEST',), False, (
        ('of_path', {'names': ('os.chmod',)}),
        ('of_object', {'methods': ('chmod',)}),
    )),
    ('TSE339', 'cleanup.listed_name_without_folder', ('TEST', 'SUPPORT'), False, (
        ('listed', {'names': ('os.listdir', 'os.walk')}),
    )),
    ('TSE401', 'exceptions.error_ignored', ('TEST',), False, (
        ('ignored', {'types': ('Try',)}),
    )),
    ('TSE402', 'exceptions.any_error_expected', ('TEST',), True, (
        ('by_name', {
            'names': (
                'nose.tools.assert_raises', 'nose.tools.assert_raises_regex',
                'nose.tools.assert_raises_regexp', 'numpy.testing.assert_raises',
                'numpy.testing.assert_raises_regex', 'pytest.deprecated_call', 'pytest.raises',
                'pytest.warns', 'testtools.ExpectedException', 'testtools.matchers.ExpectedException',
            ),
        }),
        ('by_method', {
            'methods': (
                'assertRaises', 'assertRaisesMessage', 'assertRaisesRegex', 'assertRaisesRegexp',
                'failUnlessRaises',
            ),
        }),
        ('by_hand', {'types': ('Try',), 'look': ('source.looks.has_one_handler',)}),
    )),
    ('TSE403', 'exceptions.assertion_after_raising_call', ('TEST',), True, (
        ('never_runs', {'types': ('AsyncWith', 'With')}),
    )),
    ('TSE404', 'exceptions.several_calls_may_raise', ('TEST',), False, (
        ('several', {'types': ('AsyncWith', 'With')}),
    )),
    ('TSE405', 'exceptions.assertion_swallowed', ('TEST',), True, (
        ('caught_below', {'types': ('Try',)}),
        ('suppressed_around', {'types': ('AsyncWith', 'With'), 'look': ('source.looks.suppresses',)}),
    )),
    ('TSE406', 'exceptions.failure_swallowed', ('TEST',), True, (
        ('swallows_its_failure', {'types': ('Try',)}),
    )),
    ('TSE407', 'exceptions.expectation_does_nothing', ('TEST',), True, (
        ('useless', {
            'names': (
                'nose.tools.assert_raises', 'nose.tools.assert_raises_regex',
                'nose.tools.assert_raises_regexp', 'numpy.testing.assert_raises',
                'numpy.testing.assert_raises_regex', 'pytest.deprecated_call', 'pytest.raises',
                'pytest.warns', 'testtools.ExpectedException', 'testtools.matchers.ExpectedException',
            ),
            'look': (
                'source.looks.is_statement',
            ),
        }),
        ('useless', {
            'methods': (
                'assertRaises', 'assertRaisesMessage', 'assertRaisesRegex', 'assertRaisesRegexp',
                'assertWarns', 'assertWarnsMessage', 'assertWarnsRegex', 'assert_raises',
                'assert_raises_regex', 'assert_raises_regexp', 'failUnlessRaises',
            ),
            'look': (
                'source.looks.is_statement',
            ),
        }),
        ('called_before', {'names': ('nose.tools.assert_raises', 'numpy.testing.assert_raises')}),
        ('called_before', {'methods': ('assertRaises', 'failUnlessRaises')}),
        ('nothing_named', {'names': ('pytest.warns',)}),
        ('left_by_error', {
            'methods': (
                'assertLogs', 'assertNoLogs', 'assertNumQueries', 'assertWarns', 'assertWarnsMessage',
                'assertWarnsRegex',
            ),
        }),
    )),
    ('TSE408', 'exceptions.error_checked_only_if_raised', ('TEST',), True, (
        ('checked_only_if_raised', {'types': ('Try',)}),
    )),
    ('TSE409', 'exceptions.every_error_swallowed', ('TEST',), True, (
        ('tried', {'types': ('Try',)}),
        ('suppressing', {'types': ('AsyncWith', 'With'), 'look': ('source.looks.suppresses',)}),
    )),
    ('TSE410', 'exceptions.expected_error_may_stay_away', ('TEST',), True, (
        ('may_stay_away', {'types': ('Try',)}),
    )),
    ('TSE421', 'exceptions.error_replaced_by_failure', ('TEST',), False, (
        ('replaced', {'types': ('ExceptHandler',)}),
    )),
    ('TSE422', 'exceptions.broad_error_swallowed', ('TEST',), False, (
        ('swallowed', {'types': ('ExceptHandler',)}),
    )),
    ('TSE423', 'exceptions.pattern_with_loose_ends', ('TEST',), True, (
        ('copied', {
            'methods': (
                'assertRaisesRegex', 'assertRaisesRegexp', 'assertWarnsRegex', 'raises', 'warns',
            ),
        }),
    )),
    ('TSE424', 'exceptions.any_error_with_text', ('TEST',), False, (
        ('by_name', {
            'names': (
                'nose.tools.assert_raises', 'nose.tools.assert_raises_regex',
                'nose.tools.assert_raises_regexp', 'numpy.testing.assert_raises',
                'numpy.testing.assert_raises_regex', 'pytest.deprecated_call', 'pytest.raises',
                'pytest.warns', 'testtools.ExpectedException', 'testtools.matchers.ExpectedException',
            ),
        }),
        ('by_method', {
            'methods': (
                'assertRaises', 'assertRaisesMessage', 'assertRaisesRegex', 'assertRaisesRegexp',
                'assertWarns', 'assertWarnsMessage', 'assertWarnsRegex', 'assert_raises',
                'assert_raises_regex', 'assert_raises_regexp', 'failUnlessRaises',
            ),
        }),
    )),
    ('TSE425', 'exceptions.raise_without_exception', ('TEST', 'SUPPORT'), True, (
        ('without_exception', {'types': ('Raise',), 'look': ('source.looks.raises_nothing',)}),
    )),
    ('TSE426', 'exceptions.failure_lost_in_finally', ('TEST', 'SUPPORT'), True, (
        ('left', {'types': ('Try',), 'look': ('source.looks.has_finally',)}),
    )),
    ('TSE501', 'disabled.assertion_commented_out', ('TEST',), True, (
        ('forgotten', {'hints': ('#',)}),
    )),
    ('TSE502', 'disabled.assertion_waits_for_bug', ('TEST',), False, (
        ('assertions', {}),
        ('skipped', {}),
    )),
    ('TSE503', 'disabled.skip_or_xfail_without_reason', ('TEST',), True, (
        ('silent', {'hints': ('expectedFailure', 'kip', 'xfail')}),
    )),
    ('TSE504', 'disabled.expected_value_as_message', ('TEST',), True, (
        ('misplaced', {'methods': ('assertFalse', 'assertTrue', 'assert_', 'failIf', 'failUnless')}),
    )),
    ('TSE505', 'disabled.assertion_always_true', ('TEST',), True, (
        ('plain', {'types': ('Assert',), 'look': ('source.looks.asserts_object',)}),
        ('called', {'methods': ('assertFalse', 'assertTrue', 'assert_', 'failIf', 'failUnless')}),
    )),
    ('TSE506', 'disabled.expected_value_after_comma', ('TEST',), True, (
        ('misplaced', {'types': ('Assert',), 'look': ('source.looks.has_message',)}),
    )),
    ('TSE507', 'disabled.tautological_assertion', ('TEST',), True, (
        ('plain', {'types': ('Assert',), 'look': ('source.looks.compares_oddly',)}),
        ('called', {
            'methods': (
                'assertFalse', 'assertGreater', 'assertGreaterEqual', 'assertIn', 'assertIsInstance',
                'assertIsNot', 'assertIsNotNone', 'assertLess', 'assertLessEqual', 'assertTrue', 'assert_',
                'failIf', 'failUnless',
            ),
        }),
        ('called_with_one', {
            'methods': (
                'assertEqual', 'assertEquals', 'assertGreaterEqual', 'assertLessEqual',
            ),
        }),
        ('alike', {
            'names': (
                'numpy.testing.assert_allclose', 'numpy.testing.assert_almost_equal',
                'numpy.testing.assert_array_almost_equal', 'numpy.testing.assert_array_equal',
                'numpy.testing.assert_equal', 'pandas.testing.assert_frame_equal',
                'pandas.testing.assert_index_equal', 'pandas.testing.assert_series_equal',
            ),
        }),
    )),
    ('TSE508', 'disabled.comparison_without_assert', ('TEST',), True, (
        ('thrown_away', {
            'methods': (
                'endswith', 'exists', 'is_absolute', 'is_dir', 'is_file', 'is_symlink', 'isalnum',
                'isalpha', 'isascii', 'isdecimal', 'isdigit', 'isdisjoint', 'isidentifier', 'islower',
                'isnumeric', 'isprintable', 'isspace', 'issubset', 'issuperset', 'istitle', 'isupper',
                'startswith',
            ),
            'look': (
                'source.looks.is_statement',
            ),
        }),
        ('thrown_away', {
            'names': (
                'callable', 'filecmp.cmp', 'fnmatch.fnmatch', 'hasattr', 'isinstance', 'issubclass',
                'math.isclose', 'math.isnan', 'numpy.allclose', 'numpy.array_equal', 'numpy.array_equiv',
                'numpy.isclose', 'os.path.exists', 'os.path.isdir', 'os.path.isfile', 'os.path.islink',
                'os.path.lexists', 'os.path.samefile', 'torch.allclose', 'torch.equal',
            ),
            'look': (
                'source.looks.is_statement',
            ),
        }),
        ('thrown_away', {
            'types': (
                'BoolOp', 'Compare', 'Tuple', 'UnaryOp',
            ),
            'look': (
                'source.looks.is_statement',
            ),
        }),
        ('returned', {'types': ('Return',), 'look': ('source.looks.returns_answer',)}),
    )),
    ('TSE509', 'disabled.test_defined_twice', ('TEST',), True, (
        ('replaced', {'look': ('source.looks.defines_twice',)}),
    )),
    ('TSE510', 'disabled.test_body_never_executed', ('TEST',), True, (
        ('never_executed', {
            'types': (
                'AsyncFunctionDef', 'FunctionDef',
            ),
            'look': (
                'source.looks.is_driven',
            ),
        }),
    )),
    ('TSE511', 'disabled.nested_check_never_called', ('TEST',), True, (
        ('never_called', {
            'types': (
                'AsyncFunctionDef', 'FunctionDef',
            ),
            'look': (
                'source.looks.is_within_function',
            ),
        }),
    )),
    ('TSE512', 'disabled.empty_test_always_passes', ('TEST',), True, (
        ('empty', {'types': ('AsyncFunctionDef', 'FunctionDef'), 'look': ('source.looks.ends_idly',)}),
    )),
    ('TSE513', 'disabled.placeholder_assertion', ('TEST',), True, (
        ('plain', {'types': ('Assert',), 'look': ('source.looks.asserts_constant',)}),
        ('written_as_call', {'methods': ('assertFalse', 'assertTrue', 'assert_', 'failIf', 'failUnless')}),
    )),
    ('TSE514', 'disabled.fixme_without_ticket', ('ANY',), False, (
        ('unknown', {}),
    )),
    ('TSE515', 'disabled.test_name_not_collected', ('TEST',), True, (
        ('not_collected', {'types': ('ClassDef',), 'look': ('source.looks.has_other_methods',)}),
        ('hook_never_called', {'types': ('ClassDef',), 'look': ('source.looks.has_other_methods',)}),
        ('function_not_collected', {
            'types': (
                'AsyncFunctionDef', 'FunctionDef',
            ),
            'look': (
                'source.looks.may_be_test',
            ),
        }),
    )),
    ('TSE516', 'disabled.coroutine_never_awaited', ('TEST',), True, (
        ('unawaited', {'holds': ('AsyncFunctionDef',)}),
        ('idle', {
            'names': (
                'anyio.sleep', 'asyncio.Condition().wait', 'asyncio.Event().wait', 'asyncio.Lock().acquire',
                'asyncio.Queue().get', 'asyncio.Queue().join', 'asyncio.Queue().put',
                'asyncio.Semaphore().acquire', 'asyncio.create_subprocess_exec',
                'asyncio.create_subprocess_shell', 'asyncio.open_connection',
                'asyncio.open_unix_connection', 'asyncio.sleep', 'asyncio.start_server',
                'asyncio.start_unix_server', 'asyncio.to_thread', 'asyncio.wait', 'asyncio.wait_for',
                'trio.sleep',
            ),
        }),
    )),
    ('TSE517', 'disabled.test_skipped_unconditionally', ('TEST',), True, (
        ('marked', {'hints': ('expectedFailure', 'kip', 'xfail')}),
        ('without_values', {'calls': ('parametrize',)}),
        ('without_data', {'names': ('ddt.data',)}),
        ('left', {'hints': ('expectedFailure', 'kip', 'xfail'), 'holds': ('Return',)}),
        ('set_up', {
            'hints': (
                'expectedFailure', 'kip', 'xfail',
            ),
            'calls': (
                'SkipTest', 'skip', 'skipTest',
            ),
        }),
        ('told_by_attribute', {'types': ('Assign',), 'hints': ('.skip', '.todo')}),
    )),
    ('TSE518', 'disabled.async_test_beside_marked_ones', ('TEST',), True, (
        ('unmarked', {'holds': ('AsyncFunctionDef',)}),
    )),
    ('TSE519', 'disabled.async_test_without_runner', ('TEST',), False, (
        ('unmarked', {'holds': ('AsyncFunctionDef',)}),
    )),
    ('TSE520', 'disabled.call_awaited_elsewhere', ('TEST',), True, (
        ('alone', {'holds': ('Await',)}),
        ('forgotten', {'types': ('AsyncFunctionDef', 'FunctionDef'), 'look': ('source.looks.is_driven',)}),
    )),
    ('TSE521', 'disabled.marker_without_at', ('TEST',), True, (
        ('useless', {'look': ('vocabulary.testing.marking.may_mark',)}),
    )),
    ('TSE522', 'disabled.test_class_not_collected', ('TEST',), True, (
        ('not_collected', {'types': ('ClassDef',)}),
    )),
    ('TSE523', 'disabled.test_class_with_constructor', ('TEST',), True, (
        ('constructed', {'types': ('ClassDef',), 'hints': ('__init__', '__new__')}),
    )),
    ('TSE524', 'disabled.test_commented_out', ('TEST',), True, (
        ('gone', {'hints': ('def test',), 'look': ('source.looks.comments_out_tests',)}),
    )),
    ('TSE525', 'disabled.checks_behind_return', ('TEST',), True, (
        ('cut_off', {'types': ('Return',), 'look': ('source.looks.is_above_others',)}),
    )),
    ('TSE526', 'disabled.skip_never_called', ('TEST',), True, (
        ('named', {'types': ('Expr',), 'hints': ('fail', 'skip')}),
    )),
    ('TSE527', 'disabled.test_case_commented_out', ('TEST',), False, (
        ('gone', {'types': ('AsyncFunctionDef', 'FunctionDef'), 'hints': ('@',)}),
    )),
    ('TSE528', 'disabled.statement_runs_nothing', ('TEST', 'SUPPORT'), True, (
        ('lazy_call', {'names': ('filter', 'map'), 'look': ('source.looks.is_statement_or_assigned',)}),
        ('lazy_expression', {
            'types': (
                'GeneratorExp',
            ),
            'look': (
                'source.looks.is_statement_or_assigned',
            ),
        }),
        ('assertion_beside', {'types': ('Subscript', 'Tuple'), 'look': ('source.looks.is_statement',)}),
        ('generator_called', {'holds': ('Yield', 'YieldFrom')}),
        ('only_named', {'holds': ('Expr',), 'look': ('source.looks.names_alone',)}),
    )),
    ('TSE529', 'disabled.value_named_not_asserted', ('TEST',), True, (
        ('named', {'hints': ('def test',), 'look': ('source.looks.names_alone',)}),
    )),
    ('TSE530', 'disabled.every_text_accepted', ('TEST',), False, (
        ('matched', {'names': ('pytest.deprecated_call', 'pytest.raises', 'pytest.warns')}),
        ('searched', {
            'methods': (
                'assertRaisesRegex', 'assertRegex', 'assertRegexpMatches', 'assertWarnsRegex',
            ),
        }),
        ('told_on_failure', {'methods': ('assertRaises', 'assertWarns', 'failUnlessRaises')}),
        ('begun', {'methods': ('endswith', 'startswith')}),
        ('held', {'methods': ('assertIn',)}),
        ('contained', {'types': ('Compare',)}),
    )),
    ('TSE531', 'disabled.parameter_not_tested', ('TEST',), False, (
        ('not_tested', {'names': ('pytest.mark.parametrize',)}),
        ('not_given', {
            'names': (
                'ddt.data', 'hypothesis.given', 'parameterized.parameterized',
                'parameterized.parameterized.expand',
            ),
        }),
    )),
    ('TSE532', 'disabled.thread_not_waited_for', ('TEST',), False, (
        ('not_waited_for', {
            'names': (
                'multiprocessing.Process().start', 'threading.Thread().start', 'threading.Timer().start',
            ),
        }),
    )),
    ('TSE541', 'disabled.assertions_joined_by_and', ('TEST',), False, (
        ('joined', {'types': ('BoolOp',), 'hints': ('.assert',)}),
    )),
    ('TSE542', 'disabled.stream_read_at_its_end', ('TEST',), False, (
        ('read', {
            'names': (
                'StringIO.StringIO().read', 'StringIO.StringIO().readline', 'StringIO.StringIO().readlines',
                'cStringIO.StringIO().read', 'cStringIO.StringIO().readline',
                'cStringIO.StringIO().readlines', 'io.BytesIO().read', 'io.BytesIO().readline',
                'io.BytesIO().readlines', 'io.StringIO().read', 'io.StringIO().readline',
                'io.StringIO().readlines', 'six.BytesIO().read', 'six.BytesIO().readline',
                'six.BytesIO().readlines', 'six.StringIO().read', 'six.StringIO().readline',
                'six.StringIO().readlines',
            ),
        }),
    )),
    ('TSE543', 'disabled.error_made_not_raised', ('TEST',), True, (
        ('made', {'types': ('Expr',), 'hints': ('Error', 'Exception', 'SkipTest')}),
        ('returned', {'types': ('Return',), 'hints': ('expectedFailure', 'skip', 'xfail')}),
    )),
    ('TSE544', 'disabled.case_given_twice', ('TEST',), True, (
        ('parametrised', {'names': ('pytest.mark.parametrize',)}),
        ('expanded', {
            'names': (
                'parameterized.expand', 'parameterized.parameterized', 'parameterized.parameterized.expand',
            ),
        }),
    )),
    ('TSE545', 'disabled.answer_without_return', ('TEST', 'SUPPORT'), False, (
        ('thrown_away', {'types': ('FunctionDef',)}),
    )),
    ('TSE546', 'disabled.assertion_lost_in_thread', ('TEST',), True, (
        ('started', {'names': ('threading.Thread', 'threading.Timer')}),
        ('forked', {'names': ('multiprocessing.Process',)}),
        ('mapped', {
            'names': (
                'concurrent.futures.ProcessPoolExecutor().map',
                'concurrent.futures.ThreadPoolExecutor().map',
            ),
        }),
        ('submitted', {
            'names': (
                'concurrent.futures.ProcessPoolExecutor().submit',
                'concurrent.futures.ThreadPoolExecutor().submit',
            ),
        }),
    )),
    ('TSE548', 'disabled.mismatch_only_printed', ('TEST',), False, (
        ('printed', {'types': ('If',), 'hints': ('print',)}),
    )),
    ('TSE549', 'disabled.loop_over_nothing', ('TEST',), False, (
        ('never_run', {'types': ('AsyncFor', 'For')}),
    )),
    ('TSE550', 'disabled.command_status_not_checked', ('TEST',), False, (
        ('run', {
            'names': (
                'os.spawnlp', 'os.spawnv', 'os.system', 'subprocess.call', 'subprocess.run',
            ),
            'look': (
                'source.looks.is_statement',
            ),
        }),
        ('invoked', {
            'names': (
                'click.testing.CliRunner().invoke', 'typer.testing.CliRunner().invoke',
            ),
            'look': (
                'source.looks.is_statement',
            ),
        }),
        ('waited_for', {
            'names': (
                'subprocess.Popen().communicate',
            ),
            'look': (
                'source.looks.is_statement_or_assigned',
            ),
        }),
    )),
    ('TSE551', 'disabled.answer_thrown_away', ('TEST',), True, (
        ('thrown_away', {'types': ('Call',), 'look': ('source.looks.is_statement',)}),
    )),
    ('TSE552', 'disabled.returned_instead_of_skipped', ('TEST',), False, (
        ('passed', {'types': ('Return',)}),
    )),
    ('TSE553', 'disabled.decorator_never_called', ('TEST',), True, (
        ('not_called', {'types': ('AsyncFunctionDef', 'FunctionDef')}),
    )),
    ('TSE554', 'disabled.test_run_again_until_it_passes', ('TEST',), False, (
        ('run_again', {'types': ('AsyncFunctionDef', 'ClassDef', 'FunctionDef'), 'hints': ('flaky',)}),
    )),
    ('TSE555', 'disabled.outcome_of_run_thrown_away', ('ANY',), False, (
        ('run', {
            'names': (
                'django.core.management.call_command', 'django.test.runner.DiscoverRunner().run_tests',
                'django.test.utils.get_runner()().run_tests', 'nose.main', 'nose.run', 'pytest.main',
                'teamcity.unittestpy.TeamcityTestRunner().run', 'unittest.TextTestRunner().run',
                'unittest.main', 'unittest.runner.TextTestRunner().run', 'xmlrunner.XMLTestRunner().run',
            ),
        }),
    )),
    ('TSE556', 'disabled.nothing_asserted', ('TEST',), False, (
        ('unasserted', {'types': ('AsyncFunctionDef', 'FunctionDef')}),
    )),
    ('TSE557', 'disabled.checked_only_sometimes', ('TEST',), False, (
        ('sometimes', {'holds': ('If',)}),
    )),
    ('TSE558', 'disabled.condition_never_true', ('TEST',), False, (
        ('never', {'types': ('If',), 'look': ('source.looks.is_decided',)}),
    )),
    ('TSE559', 'disabled.version_compared_as_text', ('TEST', 'SUPPORT'), False, (
        ('compared', {'hints': ('ersion',), 'holds': ('Compare',)}),
    )),
    ('TSE601', 'doubles.mock_imported_by_production', ('SETTINGS', 'PRODUCTION'), False, (
        ('imported', {'types': ('Import', 'ImportFrom')}),
    )),
    ('TSE602', 'doubles.test_package_imported_by_production', ('SETTINGS', 'PRODUCTION'), True, (
        ('imported', {'types': ('Import', 'ImportFrom')}),
    )),
    ('TSE603', 'doubles.behaviour_changed_under_test', ('SETTINGS', 'PRODUCTION'), False, (
        ('compared', {
            'types': (
                'Compare',
            ),
            'hints': (
                'Mock', 'argv', 'environ', 'getenv', 'mock', 'modules',
            ),
        }),
        ('read', {'names': ('os.environ.get', 'os.getenv')}),
        ('module_looked_up', {'names': ('sys.modules.get',)}),
        ('called_by', {
            'names': (
                'inspect.currentframe', 'inspect.stack', 'sys._getframe', 'traceback.extract_stack',
                'traceback.format_stack',
            ),
        }),
        ('held', {'attributes': ('argv', 'modules')}),
        ('instance', {'names': ('isinstance', 'issubclass')}),
        ('named', {'methods': ('endswith', 'startswith')}),
        ('configured', {
            'types': (
                'Attribute', 'Call', 'Subscript',
            ),
            'hints': (
                'BYPASS', 'DISABLE', 'NO_', 'SKIP',
            ),
        }),
        ('attribute', {'names': ('getattr', 'hasattr')}),
        ('mark', {'attributes': ('_called_from_test',)}),
    )),
    ('TSE604', 'doubles.security_control_replaced', ('TEST',), False, (
        ('patched', {}),
        ('assigned', {'types': ('Assign',)}),
        ('everywhere', {}),
        ('switched_off', {
            'types': (
                'Assign', 'Call',
            ),
            'hints': (
                'BYPASS', 'DISABLE', 'LOGIN_DISABLED', 'NO_', 'SKIP', 'WTF_CSRF',
            ),
        }),
        ('dependency_replaced', {'types': ('Assign', 'Call'), 'hints': ('dependency_overrides',)}),
        ('overridden_for_class', {'types': ('ClassDef',), 'hints': ('override_settings',)}),
        ('asked_of_others', {'hints': ('usefixtures',)}),
    )),
    ('TSE605', 'doubles.test_setting_in_production', ('SETTINGS', 'PRODUCTION'), False, (
        ('assigned', {'types': ('AnnAssign', 'Assign')}),
        ('updated', {'types': ('Call',)}),
        ('made', {'names': ('celery.Celery',)}),
    )),
    ('TSE606', 'doubles.patch_thrown_away', ('TEST',), True, (
        ('thrown_away', {
            'names': (
                'unittest.mock.patch', 'unittest.mock.patch.dict', 'unittest.mock.patch.multiple',
                'unittest.mock.patch.object',
            ),
            'look': (
                'source.looks.is_statement_or_assigned',
            ),
        }),
    )),
    ('TSE607', 'doubles.mock_assertion_misspelt', ('TEST',), True, (
        ('misspelt', {'holds': ('Attribute',), 'look': ('source.looks.names_like_mock',)}),
        ('misspelt_keywords', {'holds': ('keyword',), 'look': ('source.looks.gives_like_mock',)}),
    )),
    ('TSE608', 'doubles.mock_assertion_not_called', ('TEST',), True, (
        ('unchecked', {
            'attributes': (
                'assert_any_await', 'assert_any_call', 'assert_awaited', 'assert_awaited_once',
                'assert_awaited_once_with', 'assert_awaited_with', 'assert_called', 'assert_called_once',
                'assert_called_once_with', 'assert_called_with', 'assert_has_awaits', 'assert_has_calls',
                'assert_not_awaited', 'assert_not_called', 'await_args', 'await_args_list', 'await_count',
                'call_args', 'call_args_list', 'call_count', 'called', 'mock_calls',
            ),
            'look': (
                'source.looks.is_not_called',
            ),
        }),
    )),
    ('TSE609', 'doubles.empty_call_list', ('TEST',), True, (
        ('vacuous', {'methods': ('assert_has_awaits', 'assert_has_calls')}),
    )),
    ('TSE610', 'doubles.mock_class_as_replacement', ('TEST',), True, (
        ('patched', {
            'names': (
                'unittest.mock.patch', 'unittest.mock.patch.object',
            ),
            'look': (
                'source.looks.is_given_more',
            ),
        }),
        ('patched_by_fixture', {'methods': ('object', 'patch'), 'look': ('source.looks.is_given_more',)}),
        ('assigned', {'hints': ('Mock',), 'look': ('source.looks.sets_attributes',)}),
    )),
    ('TSE611', 'doubles.patch_without_autospec', ('TEST',), False, (
        ('unspecified', {'names': ('unittest.mock.patch', 'unittest.mock.patch.object')}),
        ('unspecified_by_fixture', {'methods': ('object', 'patch')}),
    )),
    ('TSE612', 'doubles.test_flag_in_production', ('PRODUCTION',), False, (
        ('decided', {'types': ('If', 'IfExp', 'While')}),
        ('filtered', {'types': ('comprehension',)}),
        ('permitted', {'types': ('Return',)}),
    )),
    ('TSE613', 'doubles.keyword_means_nothing', ('TEST', 'SUPPORT'), True, (
        ('unknown', {
            'calls': (
                'AsyncMock', 'MagicMock', 'Mock', 'NonCallableMagicMock', 'NonCallableMock', 'PropertyMock',
                'ThreadingMock', 'object', 'patch',
            ),
            'look': (
                'source.looks.has_keywords',
            ),
        }),
        ('never_called', {'calls': ('object', 'patch'), 'look': ('source.looks.has_keywords',)}),
    )),
    ('TSE614', 'doubles.double_taken_as_fallback', ('SETTINGS', 'PRODUCTION'), False, (
        ('taken', {
            'types': (
                'Call',
            ),
            'hints': (
                'Dummy', 'Fake', 'Mock', 'Stub', 'fake', 'mock', 'moto', 'stub',
            ),
        }),
        ('imported', {
            'types': (
                'Import', 'ImportFrom',
            ),
            'hints': (
                'Dummy', 'Fake', 'Mock', 'Stub', 'fake', 'mock', 'moto', 'stub',
            ),
        }),
    )),
    ('TSE701', 'execution.computed_code_executed', ('TEST',), True, (
        ('computed', {'names': ('eval', 'exec')}),
    )),
    ('TSE702', 'execution.foreign_data_deserialised', ('TEST',), False, (
        ('foreign', {
            'names': (
                '_pickle.load', '_pickle.loads', 'cloudpickle.load', 'cloudpickle.loads', 'dill.load',
                'dill.loads', 'joblib.load', 'marshal.load', 'marshal.loads', 'numpy.load',
                'pandas.read_pickle', 'pickle.Unpickler().load', 'pickle.load', 'pickle.loads',
                'shelve.open', 'torch.load',
            ),
        }),
    )),
    ('TSE703', 'execution.shell_command_interpolated', ('TEST', 'SUPPORT'), False, (
        ('built', {
            'names': (
                'asyncio.create_subprocess_shell', 'commands.getoutput', 'commands.getstatusoutput',
                'os.popen', 'os.system', 'subprocess.Popen', 'subprocess.call', 'subprocess.check_call',
                'subprocess.check_output', 'subprocess.getoutput', 'subprocess.getstatusoutput',
                'subprocess.run',
            ),
        }),
    )),
    ('TSE704', 'execution.archive_extracted_unfiltered', ('TEST',), False, (
        ('unfiltered', {
            'names': (
                'tarfile.TarFile().extract', 'tarfile.TarFile().extractall',
                'tarfile.TarFile.open().extract', 'tarfile.TarFile.open().extractall',
                'tarfile.open().extract', 'tarfile.open().extractall',
            ),
        }),
    )),
    ('TSE705', 'execution.download_unverified', ('TEST',), False, (
        ('used_as_it_is', {
            'names': (
                'httpx.Client().get', 'httpx.get', 'httpx.stream', 'requests.Session().get', 'requests.get',
                'requests.post', 'requests.request', 'requests.session().get', 'urllib.request.urlopen',
                'urllib.request.urlretrieve', 'urllib.urlopen', 'urllib.urlretrieve', 'urllib2.urlopen',
                'urllib3.PoolManager().request', 'urllib3.request',
            ),
        }),
        ('installed', {
            'names': (
                'asyncio.create_subprocess_shell', 'commands.getoutput', 'commands.getstatusoutput',
                'os.popen', 'os.system', 'subprocess.Popen', 'subprocess.call', 'subprocess.check_call',
                'subprocess.check_output', 'subprocess.getoutput', 'subprocess.getstatusoutput',
                'subprocess.run',
            ),
        }),
    )),
    ('TSE706', 'execution.search_path_changed', ('TEST',), False, (
        ('left', {'names': ('sys.path.append', 'sys.path.extend', 'sys.path.insert')}),
    )),
    ('TSE707', 'execution.yaml_builds_objects', ('TEST',), True, (
        ('unsafe', {'names': ('ruamel.yaml.load', 'ruamel.yaml.load_all', 'yaml.load', 'yaml.load_all')}),
        ('unsafe_by_name', {
            'names': (
                'yaml.full_load', 'yaml.full_load_all', 'yaml.unsafe_load', 'yaml.unsafe_load_all',
            ),
        }),
        ('unsafe_by_type', {'names': ('ruamel.yaml.YAML', 'ruamel.yaml.main.YAML')}),
    )),
    ('TSE708', 'execution.shell_used', ('TEST', 'SUPPORT'), False, (
        ('used', {
            'names': (
                'asyncio.create_subprocess_shell', 'commands.getoutput', 'commands.getstatusoutput',
                'os.popen', 'os.system', 'subprocess.Popen', 'subprocess.call', 'subprocess.check_call',
                'subprocess.check_output', 'subprocess.getoutput', 'subprocess.getstatusoutput',
                'subprocess.run',
            ),
        }),
        ('asked', {'types': ('keyword',), 'hints': ('shell',)}),
        ('unpacked', {'types': ('Dict',), 'hints': ('shell',)}),
        ('kept', {'types': ('Assign',), 'hints': ('shell',)}),
        ('kept_by_default', {'methods': ('setdefault',)}),
    )),
    ('TSE709', 'execution.environment_evaluated_as_condition', ('TEST', 'SUPPORT'), True, (
        ('evaluated', {'names': ('pytest.mark.skipif', 'pytest.mark.xfail')}),
    )),
    ('TSE801', 'disclosure.secret_in_output', ('TEST',), False, (
        ('written', {
            'calls': (
                'critical', 'debug', 'echo', 'error', 'exception', 'fatal', 'ic', 'info', 'log', 'msg',
                'pp', 'pprint', 'print', 'secho', 'success', 'trace', 'warn', 'warning', 'write',
            ),
        }),
    )),
    ('TSE802', 'disclosure.secret_in_failure_message', ('TEST',), False, (
        ('asserted', {'types': ('Assert',)}),
        ('called', {}),
    )),
    ('TSE803', 'disclosure.environment_in_output', ('TEST',), True, (
        ('written', {'hints': ('environ',)}),
        ('printed_again', {'hints': ('env |', 'env"', "env'", 'printenv')}),
        ('by_child', {
            'names': (
                'os.system', 'subprocess.call', 'subprocess.check_call', 'subprocess.run',
            ),
        }),
    )),
    ('TSE804', 'disclosure.environment_in_assertion', ('TEST',), False, (
        ('shown', {'hints': ('env |', 'env"', "env'", 'environ', 'printenv')}),
    )),
    ('TSE805', 'disclosure.wire_debugging_on', ('TEST',), True, (
        ('assigned', {'attributes': ('debuglevel',)}),
        ('given', {
            'names': (
                'http.client.HTTPConnection().set_debuglevel',
                'http.client.HTTPSConnection().set_debuglevel', 'urllib.request.HTTPHandler',
                'urllib.request.HTTPSHandler', 'urllib2.HTTPHandler', 'urllib2.HTTPSHandler',
            ),
        }),
        ('logged', {'names': ('logging.getLogger().setLevel',)}),
    )),
    ('TSE806', 'disclosure.request_headers_in_output', ('TEST',), False, (
        ('written', {}),
    )),
    ('TSE807', 'disclosure.debugger_left_in_test', ('TEST', 'SUPPORT'), True, (
        ('called', {
            'names': (
                'IPython.core.debugger.set_trace', 'IPython.embed', 'breakpoint',
                'celery.contrib.rdb.set_trace', 'code.interact', 'debugpy.breakpoint',
                'debugpy.wait_for_client', 'epdb.set_trace', 'ipdb.set_trace', 'ipdb.sset_trace',
                'pdb.set_trace', 'pdbpp.set_trace', 'ptvsd.break_into_debugger', 'ptvsd.wait_for_attach',
                'pudb.b', 'pudb.set_trace', 'pydevd.settrace', 'pydevd_pycharm.settrace',
                'pytest.set_trace', 'remote_pdb.set_trace', 'rpdb.set_trace', 'wdb.set_trace',
                'web_pdb.set_trace', 'xdb.set_trace',
            ),
        }),
        ('imported_in_place', {'methods': ('set_trace',)}),
    )),
    ('TSE808', 'disclosure.debug_print_left', ('TEST',), False, (
        ('left', {
            'names': (
                'icecream.ic', 'pprint.pp', 'pprint.pprint', 'print', 'rich.print',
            ),
            'look': (
                'source.looks.is_statement',
            ),
        }),
    )),
    ('TSE809', 'disclosure.debug_switch_left_on', ('TEST', 'SUPPORT'), False, (
        ('decorated', {
            'types': (
                'AsyncFunctionDef', 'ClassDef', 'FunctionDef',
            ),
            'hints': (
                'DEBUG', 'debug',
            ),
        }),
        ('logged', {'names': ('logging.basicConfig',)}),
        ('echoed', {
            'names': (
                'sqlalchemy.create_engine', 'sqlalchemy.ext.asyncio.create_async_engine',
                'sqlmodel.create_engine',
            ),
        }),
        ('switched', {'attributes': ('debug',)}),
    )),
)
