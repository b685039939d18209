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
        ('unverified', {'names': ('ssl._create_stdlib_context', 'ssl._create_unverified_context')}),
        ('assignment', {'types': ('Assign',)}),
        ('unknown_hosts', {'names': ('asyncssh.connect',)}),
        ('policy', {'types': ('Call',)}),
    )),
    ('TSE203', 'inputs.server_on_every_interface', ('TEST',), True, (
        ('serves', {
            'hints': (
                'Server',
            ),
            'calls': (
                'TCPSite', 'add_insecure_port', 'add_secure_port', 'bind', 'connect', 'connectSSL',
                'connectTCP', 'create_connection', 'create_server', 'listenSSL', 'listenTCP', 'make_server',
                'run', 'run_app', 'run_simple', 'serve', 'start_server',
            ),
        }),
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
    )),
    ('TSE205', 'inputs.call_without_timeout', ('TEST',), False, (
        ('network', {
            'names': (
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
                'requests.sessions.Session().put', 'requests.sessions.Session().request',
                'socket.create_connection', 'urllib.request.urlopen', 'urllib2.urlopen',
            ),
        }),
        ('process', {
            'names': (
                'subprocess.call', 'subprocess.check_call', 'subprocess.check_output', 'subprocess.run',
            ),
        }),
        ('waiting', {
            'names': (
                'asyncio.run_coroutine_threadsafe().result',
                'concurrent.futures.ProcessPoolExecutor().submit().result',
                'concurrent.futures.ThreadPoolExecutor().submit().result', 'multiprocessing.Event().wait',
                'multiprocessing.Process().join', 'multiprocessing.Queue().get', 'queue.Queue().get',
                'subprocess.Popen().communicate', 'subprocess.Popen().wait', 'threading.Barrier().wait',
                'threading.Event().wait', 'threading.Thread().join', 'threading.Timer().join',
            ),
        }),
    )),
    ('TSE206', 'inputs.fixed_path_in_shared_directory', ('TEST',), True, (
        ('fixed', {'hints': ('/dev/shm', '/tmp', 'gettempdir')}),
    )),
    ('TSE207', 'inputs.temporary_name_can_be_taken', ('ANY',), True, (
        ('named', {'names': ('os.tempnam', 'os.tmpnam', 'tempfile.mktemp')}),
    )),
    ('TSE208', 'inputs.mode_writable_by_everyone', ('TEST',), False, (
        ('function', {'names': ('os.chmod', 'os.fchmod', 'os.lchmod', 'os.makedirs', 'os.mkdir')}),
        ('umask', {'names': ('os.umask',)}),
        ('method', {'types': ('Call',)}),
    )),
    ('TSE209', 'inputs.verification_off_for_child_process', ('TEST',), False, (
        ('started', {
            'names': (
                'subprocess.Popen', 'subprocess.call', 'subprocess.check_call', 'subprocess.check_output',
                'subprocess.run',
            ),
        }),
        ('assigned', {'types': ('Assign',)}),
        ('set_for_test', {'types': ('Call',)}),
    )),
    ('TSE210', 'inputs.waiting_loop_without_timeout', ('TEST', 'SUPPORT'), True, (
        ('attempt', {
            'names': (
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
                'requests.sessions.Session().put', 'requests.sessions.Session().request',
                'socket.create_connection', 'urllib.request.urlopen', 'urllib2.urlopen',
            ),
        }),
    )),
    ('TSE211', 'inputs.default_host_is_every_interface', ('TEST', 'SUPPORT'), False, (
        ('parameters', {'types': ('arguments',)}),
        ('option', {'types': ('keyword',)}),
    )),
    ('TSE301', 'cleanup.file_never_closed', ('TEST', 'SUPPORT'), True, (
        ('never_closed', {
            'names': (
                'bz2.open', 'codecs.open', 'gzip.open', 'io.open', 'lzma.open', 'open', 'os.fdopen',
                'pathlib.Path().open', 'tokenize.open',
            ),
            'look': (
                'source.looks.is_outside_with',
            ),
        }),
        ('never_closed_by_mode', {'hints': ('open',), 'look': ('source.looks.opens_outside_with',)}),
    )),
    ('TSE302', 'cleanup.temporary_path_never_removed', ('TEST', 'SUPPORT'), True, (
        ('never_removed', {
            'names': (
                'tempfile.NamedTemporaryFile', 'tempfile.mkdtemp', 'tempfile.mkstemp', 'tempfile.mktemp',
            ),
        }),
    )),
    ('TSE303', 'cleanup.descriptor_never_closed', ('TEST', 'SUPPORT'), True, (
        ('never_closed', {'names': ('tempfile.mkstemp',), 'look': ('source.looks.is_outside_with',)}),
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
    )),
    ('TSE307', 'cleanup.release_skipped_by_assertion', ('TEST',), True, (
        ('skipped_by_assertion', {
            'names': (
                'MySQLdb.connect', 'aiohttp.ClientSession', 'aiohttp.TCPConnector', 'aiohttp.UnixConnector',
                'asyncio.create_subprocess_exec', 'asyncio.create_subprocess_shell',
                'asyncio.new_event_loop', 'asyncio.start_server', 'asyncio.start_unix_server', 'bz2.open',
                'codecs.open', 'concurrent.futures.ProcessPoolExecutor',
                'concurrent.futures.ThreadPoolExecutor', 'cx_Oracle.connect', 'gzip.open',
                'http.server.HTTPServer', 'http.server.ThreadingHTTPServer', 'httpx.AsyncClient',
                'httpx.Client', 'io.open', 'lzma.open', 'multiprocessing.Manager', 'multiprocessing.Pool',
                'multiprocessing.Process', 'multiprocessing.context.Process',
                'multiprocessing.get_context().Pool', 'multiprocessing.get_context().Process',
                'multiprocessing.pool.Pool', 'multiprocessing.pool.ThreadPool', 'mysql.connector.connect',
                'open', 'oracledb.connect', 'os.fdopen', 'pathlib.Path().open', 'psycopg.connect',
                'psycopg2.connect', 'pymysql.connect', 'pyodbc.connect', 'requests.Session',
                'requests.session', 'socket.create_connection', 'socket.create_server', 'socket.fromfd',
                'socket.socket', 'socket.socketpair', 'socketserver.BaseServer', 'socketserver.TCPServer',
                'socketserver.ThreadingTCPServer', 'socketserver.ThreadingUDPServer',
                'socketserver.UDPServer', 'sqlite3.connect', 'subprocess.Popen', 'tarfile.TarFile',
                'tarfile.open', 'tempfile.NamedTemporaryFile', 'tempfile.SpooledTemporaryFile',
                'tempfile.TemporaryFile', 'tempfile.mkstemp', 'threading.Thread', 'threading.Timer',
                'tokenize.open', 'urllib.request.urlopen', 'wsgiref.simple_server.make_server',
                'xmlrpc.server.SimpleXMLRPCServer', 'zipfile.ZipFile',
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
                'asyncio.create_subprocess_exec', 'asyncio.create_subprocess_shell',
                'multiprocessing.Process', 'multiprocessing.context.Process',
                'multiprocessing.get_context().Process', 'subprocess.Popen',
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
    )),
    ('TSE313', 'cleanup.imported_module_not_restored', ('TEST',), True, (
        ('left_replaced', {'holds': ('Assign', 'AugAssign'), 'look': ('source.looks.sets_imported',)}),
        ('left_set', {'names': ('setattr',)}),
    )),
    ('TSE314', 'cleanup.process_setting_not_restored', ('TEST',), False, (
        ('left_changed', {
            'names': (
                'asyncio.set_event_loop_policy', 'gc.disable', 'locale.setlocale', 'logging.disable',
                'logging.getLogger().addHandler', 'logging.getLogger().setLevel', 'os.umask',
                'signal.signal', 'socket.setdefaulttimeout', 'sys.setrecursionlimit',
                'warnings.filterwarnings', 'warnings.simplefilter',
            ),
        }),
        ('changed_in_place', {'attributes': ('filters', 'path')}),
    )),
    ('TSE315', 'cleanup.side_effect_at_import', ('TEST',), True, (
        ('effects', {}),
    )),
    ('TSE316', 'cleanup.service_never_stopped', ('TEST',), True, (
        ('never_stopped', {
            'names': (
                'MySQLdb.connect', 'aiohttp.ClientSession', 'aiohttp.TCPConnector', 'aiohttp.UnixConnector',
                'asyncio.new_event_loop', 'asyncio.start_server', 'asyncio.start_unix_server',
                'concurrent.futures.ProcessPoolExecutor', 'concurrent.futures.ThreadPoolExecutor',
                'cx_Oracle.connect', 'http.server.HTTPServer', 'http.server.ThreadingHTTPServer',
                'multiprocessing.Manager', 'multiprocessing.Pool', 'multiprocessing.get_context().Pool',
                'multiprocessing.pool.Pool', 'multiprocessing.pool.ThreadPool', 'mysql.connector.connect',
                'oracledb.connect', 'psycopg.connect', 'psycopg2.connect', 'pymysql.connect',
                'pyodbc.connect', 'socketserver.BaseServer', 'socketserver.TCPServer',
                'socketserver.ThreadingTCPServer', 'socketserver.ThreadingUDPServer',
                'socketserver.UDPServer', 'sqlite3.connect', 'threading.Thread', 'threading.Timer',
                'wsgiref.simple_server.make_server', 'xmlrpc.server.SimpleXMLRPCServer',
            ),
            'look': (
                'source.looks.is_outside_with',
            ),
        }),
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
        ('filters_dropped', {'attributes': ('resetwarnings',)}),
        ('never_awaited', {'methods': ('aclose', 'cleanup', 'close', 'wait_closed')}),
    )),
    ('TSE318', 'cleanup.file_left_in_working_directory', ('TEST',), True, (
        ('left', {'calls': ('makedirs', 'mkdir', 'open', 'touch', 'write_bytes', 'write_text')}),
    )),
    ('TSE319', 'cleanup.release_skipped_by_raising_call', ('TEST',), False, (
        ('skipped_by_call', {
            'names': (
                'MySQLdb.connect', 'aiohttp.ClientSession', 'aiohttp.TCPConnector', 'aiohttp.UnixConnector',
                'asyncio.create_subprocess_exec', 'asyncio.create_subprocess_shell',
                'asyncio.new_event_loop', 'asyncio.start_server', 'asyncio.start_unix_server', 'bz2.open',
                'codecs.open', 'concurrent.futures.ProcessPoolExecutor',
                'concurrent.futures.ThreadPoolExecutor', 'cx_Oracle.connect', 'gzip.open',
                'http.server.HTTPServer', 'http.server.ThreadingHTTPServer', 'httpx.AsyncClient',
                'httpx.Client', 'io.open', 'lzma.open', 'multiprocessing.Manager', 'multiprocessing.Pool',
                'multiprocessing.Process', 'multiprocessing.context.Process',
                'multiprocessing.get_context().Pool', 'multiprocessing.get_context().Process',
                'multiprocessing.pool.Pool', 'multiprocessing.pool.ThreadPool', 'mysql.connector.connect',
                'open', 'oracledb.connect', 'os.fdopen', 'pathlib.Path().open', 'psycopg.connect',
                'psycopg2.connect', 'pymysql.connect', 'pyodbc.connect', 'requests.Session',
                'requests.session', 'socket.create_connection', 'socket.create_server', 'socket.fromfd',
                'socket.socket', 'socket.socketpair', 'socketserver.BaseServer', 'socketserver.TCPServer',
                'socketserver.ThreadingTCPServer', 'socketserver.ThreadingUDPServer',
                'socketserver.UDPServer', 'sqlite3.connect', 'subprocess.Popen', 'tarfile.TarFile',
                'tarfile.open', 'tempfile.NamedTemporaryFile', 'tempfile.SpooledTemporaryFile',
                'tempfile.TemporaryFile', 'tempfile.mkdtemp', 'tempfile.mkstemp', 'tempfile.mktemp',
                'threading.Thread', 'threading.Timer', 'tokenize.open', 'unittest.mock.patch',
                'unittest.mock.patch.dict', 'unittest.mock.patch.multiple', 'unittest.mock.patch.object',
                'urllib.request.urlopen', 'wsgiref.simple_server.make_server',
                'xmlrpc.server.SimpleXMLRPCServer', 'zipfile.ZipFile',
            ),
        }),
        ('file_skipped_by_call', {}),
    )),
    ('TSE320', 'cleanup.not_stopped_like_its_siblings', ('TEST',), False, (
        ('not_stopped', {'methods': ('start',)}),
    )),
    ('TSE401', 'exceptions.error_ignored', ('TEST',), False, (
        ('ignored', {'types': ('Try',)}),
    )),
    ('TSE402', 'exceptions.any_error_expected', ('TEST',), False, (
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
        ('called_before', {'methods': ('assertRaises', 'failUnlessRaises')}),
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
        ('plain', {'types': ('Assert',)}),
        ('called', {'methods': ('assertFalse', 'assertTrue', 'assert_', 'failIf', 'failUnless')}),
    )),
    ('TSE506', 'disabled.expected_value_after_comma', ('TEST',), True, (
        ('misplaced', {'types': ('Assert',), 'look': ('source.looks.has_message',)}),
    )),
    ('TSE507', 'disabled.tautological_assertion', ('TEST',), True, (
        ('plain', {'types': ('Assert',)}),
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
    )),
    ('TSE508', 'disabled.comparison_without_assert', ('TEST',), True, (
        ('thrown_away', {
            'methods': (
                'endswith', 'isdigit', 'islower', 'isspace', 'issubset', 'issuperset', 'isupper',
                'startswith',
            ),
            'look': (
                'source.looks.is_statement',
            ),
        }),
        ('thrown_away', {
            'names': (
                'callable', 'filecmp.cmp', 'fnmatch.fnmatch', 'hasattr', 'isinstance', 'issubclass',
                'math.isclose', 'numpy.allclose', 'numpy.array_equal', 'numpy.array_equiv', 'numpy.isclose',
                'os.path.exists', 'os.path.isdir', 'os.path.isfile', 'os.path.islink', 'os.path.lexists',
                'torch.allclose',
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
        ('not_collected', {'types': ('ClassDef',)}),
        ('hook_never_called', {'types': ('ClassDef',)}),
        ('function_not_collected', {'types': ('AsyncFunctionDef', 'FunctionDef')}),
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
        ('left', {'hints': ('expectedFailure', 'kip', 'xfail'), 'holds': ('Return',)}),
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
        ('lazy_call', {'names': ('filter', 'map'), 'look': ('source.looks.is_statement',)}),
        ('lazy_expression', {'types': ('GeneratorExp',), 'look': ('source.looks.is_statement',)}),
        ('generator_called', {'holds': ('Yield', 'YieldFrom')}),
        ('only_named', {'hints': ('def test',), 'look': ('source.looks.names_alone',)}),
    )),
    ('TSE529', 'disabled.value_named_not_asserted', ('TEST',), True, (
        ('named', {'hints': ('def test',), 'look': ('source.looks.names_alone',)}),
    )),
    ('TSE601', 'doubles.mock_imported_by_production', ('SETTINGS', 'PRODUCTION'), True, (
        ('imported', {'types': ('Import', 'ImportFrom')}),
    )),
    ('TSE602', 'doubles.test_package_imported_by_production', ('SETTINGS', 'PRODUCTION'), True, (
        ('imported', {'types': ('Import', 'ImportFrom')}),
    )),
    ('TSE603', 'doubles.behaviour_changed_under_test', ('SETTINGS', 'PRODUCTION'), True, (
        ('compared', {'types': ('Compare',), 'hints': ('Mock', 'argv', 'environ', 'getenv', 'modules')}),
        ('read', {'names': ('os.environ.get', 'os.getenv')}),
        ('instance', {'names': ('isinstance', 'issubclass')}),
        ('attribute', {'names': ('getattr', 'hasattr')}),
        ('mark', {'attributes': ('_called_from_test',)}),
    )),
    ('TSE604', 'doubles.security_control_replaced', ('TEST',), False, (
        ('patched', {'types': ('Call',)}),
        ('assigned', {'types': ('Assign',)}),
        ('everywhere', {}),
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
        ('misspelt', {'holds': ('Attribute',)}),
        ('misspelt_keywords', {'holds': ('keyword',)}),
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
    )),
    ('TSE701', 'execution.computed_code_executed', ('TEST',), False, (
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
    ('TSE703', 'execution.shell_command_interpolated', ('TEST',), True, (
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
    ('TSE708', 'execution.shell_used', ('TEST',), False, (
        ('used', {
            'names': (
                'asyncio.create_subprocess_shell', 'commands.getoutput', 'commands.getstatusoutput',
                'os.popen', 'os.system', 'subprocess.Popen', 'subprocess.call', 'subprocess.check_call',
                'subprocess.check_output', 'subprocess.getoutput', 'subprocess.getstatusoutput',
                'subprocess.run',
            ),
        }),
    )),
    ('TSE801', 'disclosure.secret_in_output', ('TEST',), True, (
        ('written', {
            'calls': (
                'critical', 'debug', 'echo', 'error', 'exception', 'fatal', 'ic', 'info', 'log', 'msg',
                'pp', 'pprint', 'print', 'secho', 'success', 'trace', 'warn', 'warning', 'write',
            ),
        }),
    )),
    ('TSE802', 'disclosure.secret_in_failure_message', ('TEST',), False, (
        ('asserted', {'types': ('Assert',)}),
        ('called', {'types': ('Call',)}),
    )),
    ('TSE803', 'disclosure.environment_in_output', ('TEST',), True, (
        ('written', {'hints': ('environ',)}),
        ('by_child', {
            'names': (
                'os.system', 'subprocess.call', 'subprocess.check_call', 'subprocess.run',
            ),
        }),
    )),
    ('TSE804', 'disclosure.environment_in_assertion', ('TEST',), False, (
        ('shown', {'hints': ('environ',)}),
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
)
