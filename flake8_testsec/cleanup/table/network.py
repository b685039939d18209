"""Servers, clients and streams of the libraries for the network, shells on other machines, and clouds."""

from __future__ import annotations

import ast

from flake8_testsec.cleanup.table.known import AT_EXIT, COLLECTED, LAZY, Known
from flake8_testsec.cleanup.table.row import Place
from flake8_testsec.source.calls import keyword
from flake8_testsec.source.module import Module


def _is_removed(call: ast.Call, module: Module) -> bool:
    """Whether a container is run to its end, or removed by the daemon when it ends."""
    return keyword(call, "detach") is None or any(
        keyword(call, word) is not None for word in ("auto_remove", "remove")
    )


# fmt: off
SERVERS_OF_LIBRARIES = (
    Known("server", "werkzeug.serving.make_server werkzeug.serving.BaseWSGIServer", "server_close shutdown",
          arguments='"127.0.0.1", 0, print'),
    Known("runner", "aiohttp.web.AppRunner aiohttp.web.ServerRunner", "cleanup shutdown", "await",
          begun_by="setup", arguments="print"),
    Known("server", "aiohttp.test_utils.TestServer aiohttp.test_utils.RawTestServer", "close", "async with",
          begun_by="start_server", arguments="print"),
    Known("client", "aiohttp.test_utils.TestClient", "close", "async with", begun_by="start_server",
          arguments="print"),
    Known("server", "tornado.httpserver.HTTPServer tornado.tcpserver.TCPServer", "stop",
          begun_by="listen start add_socket add_sockets", arguments="print"),
    Known("server", "gevent.pywsgi.WSGIServer gevent.server.StreamServer gevent.server.DatagramServer",
          "stop close", begun_by="start init_socket", arguments='("127.0.0.1", 0)'),
    Known("socket", "eventlet.listen eventlet.connect", "close shutdown_safe",
          arguments='("127.0.0.1", 0)'),
    Known("server", "grpc.server", "stop", begun_by="start", arguments="print"),
    Known("server", "grpc.aio.server", "stop", "await", begun_by="start"),
    Known("server", "websockets.serve websockets.server.serve websockets.asyncio.server.serve",
          "close", "async with", arguments='print, "127.0.0.1", 0'),
    Known("server", "websockets.sync.server.serve", "shutdown", "with", arguments='print, "127.0.0.1", 0'),
    Known("server", "waitress.server.create_server waitress.create_server", "close", arguments="print"),
    Known("server", "cheroot.wsgi.Server cheroot.server.HTTPServer", "stop", begun_by="start prepare",
          arguments='("127.0.0.1", 0), print'),
    Known("server", "pyftpdlib.servers.FTPServer pyftpdlib.servers.ThreadedFTPServer", "close_all close",
          arguments='("127.0.0.1", 0), print'),
    Known("server", "aiosmtpd.controller.Controller aiosmtpd.controller.UnthreadedController",
          "stop end", begun_by="start begin", arguments="print"),
    Known("server", "asyncssh.listen asyncssh.create_server", "close", "async with",
          arguments='print, "127.0.0.1", 0'),
    Known("port", "twisted.internet.reactor.listenTCP twisted.internet.reactor.listenUDP"
          " twisted.internet.reactor.listenSSL twisted.internet.reactor.listenUNIX",
          "stopListening loseConnection", arguments="0, print"),
    Known("delayed call", "twisted.internet.reactor.callLater", "cancel", spared=AT_EXIT,
          arguments="60, print", watched="active"),
    Known("server", "prometheus_client.start_wsgi_server", "shutdown", spared=AT_EXIT, arguments="0"),
)
"""Servers of frameworks, and the servers that libraries bring for tests."""

CLIENTS = (
    Known("pool of connections",
          "urllib3.PoolManager urllib3.ProxyManager urllib3.poolmanager.PoolManager", "clear", "with",
          spared=LAZY),
    Known("pool of connections",
          "urllib3.HTTPConnectionPool urllib3.HTTPSConnectionPool"
          " urllib3.connectionpool.HTTPConnectionPool urllib3.connectionpool.HTTPSConnectionPool",
          "close", "with", spared=LAZY, arguments='"127.0.0.1"'),
    Known("session",
          "requests_futures.sessions.FuturesSession niquests.Session"
          " requests_oauthlib.OAuth2Session curl_cffi.requests.Session", "close", "with", spared=LAZY),
    Known("connection", "httplib2.Http", "close", spared=LAZY),
    Known("connection", "pycurl.Curl", "close", spared=COLLECTED),
    Known("client", "tornado.httpclient.AsyncHTTPClient tornado.httpclient.HTTPClient", "close",
          spared=LAZY),
    Known("test client", "starlette.testclient.TestClient fastapi.testclient.TestClient", "close", "with",
          spared=LAZY, arguments="print"),
    Known("connection", "websockets.connect websockets.client.connect websockets.asyncio.client.connect",
          "close", "await", arguments='"ws://127.0.0.1"'),
    Known("connection", "websockets.sync.client.connect", "close", "with", arguments='"ws://127.0.0.1"'),
    Known("connection", "websocket.create_connection", "close", "closing", arguments='"ws://127.0.0.1"'),
    Known("connection", "websocket.WebSocket", "close", "closing", begun_by="connect"),
    Known("connection", "tornado.websocket.websocket_connect", "close", arguments='"ws://127.0.0.1"'),
    Known("client", "socketio.Client socketio.SimpleClient", "disconnect", begun_by="connect"),
    Known("client", "socketio.AsyncClient", "disconnect", "await", begun_by="connect"),
    Known("channel", "grpc.insecure_channel grpc.secure_channel", "close", "with", spared=COLLECTED,
          arguments='"127.0.0.1:50051"'),
    Known("channel", "grpc.aio.insecure_channel grpc.aio.secure_channel", "close", "async with",
          spared=COLLECTED, arguments='"127.0.0.1:50051"'),
    Known("stream", "trio.open_tcp_stream trio.open_unix_socket anyio.connect_tcp anyio.connect_unix",
          "aclose", "async with", arguments='"127.0.0.1", 80'),
    Known("listener", "anyio.create_tcp_listener anyio.create_unix_listener", "aclose", "async with"),
    Known("socket", "trio.socket.socket", "close", "with"),
    Known("socket", "gevent.socket.socket gevent.socket.create_connection", "close", "with"),
    Known("socket", "eventlet.green.socket.socket eventlet.green.socket.create_connection", "close", "with"),
    Known("socket", "curio.socket.socket", "close", "async with"),
    Known("streams", "anyio.create_memory_object_stream", "close aclose", "with", place=Place.EACH,
          spared=COLLECTED, arguments="1"),
    Known("connection", "serial.Serial serial.serial_for_url", "close", "with", arguments='"/dev/ttyS0"'),
    Known("bus", "can.Bus can.interface.Bus", "shutdown", "with"),
    Known("streamable client", "mcp.client.session.ClientSession", "__aexit__", "async with",
          begun_by="__aenter__", arguments="print, print"),
)
"""Clients that speak over the network."""

SHELLS = (
    Known("connection", "paramiko.SSHClient paramiko.client.SSHClient", "close", "with",
          begun_by="connect", spared=COLLECTED),
    Known("transport", "paramiko.Transport paramiko.transport.Transport", "close stop_thread", "with",
          begun_by="connect start_client start_server", arguments='("127.0.0.1", 22)'),
    Known("connection", "paramiko.SSHClient().open_sftp paramiko.SFTPClient.from_transport", "close", "with",
          spared=COLLECTED),
    Known("connection", "asyncssh.connect", "close abort disconnect", "async with",
          arguments='"127.0.0.1"'),
    Known("connection", "fabric.Connection fabric.connection.Connection", "close", "with", spared=LAZY,
          begun_by="open run", arguments='"127.0.0.1"'),
    Known("connection", "netmiko.ConnectHandler", "disconnect", "with"),
    Known("connection", "ncclient.manager.connect", "close_session", "with", arguments='"127.0.0.1"'),
    Known("connection", "pysftp.Connection", "close", "with", arguments='"127.0.0.1"'),
    Known("child process", "pexpect.spawn pexpect.spawnu pexpect.pty_spawn.spawn wexpect.spawn",
          "close terminate kill wait", "with", code="TSE311", arguments='"shop-server"',
          watched="expect expect_exact expect_list read readlines isalive eof interact pid sendeof"),
    Known("child process", "pexpect.popen_spawn.PopenSpawn", "kill wait", code="TSE311",
          arguments='"shop-server"', watched="expect expect_exact read proc pid sendeof"),
    Known("child process", "ptyprocess.PtyProcess.spawn ptyprocess.PtyProcessUnicode.spawn",
          "close terminate kill wait", code="TSE311", arguments='["shop-server"]',
          watched="read isalive pid"),
    Known("child process", "psutil.Popen", "kill wait communicate terminate send_signal",
          code="TSE311", arguments='["shop-server"]', watched="poll pid is_running stdout stderr"),
    Known("child process", "anyio.open_process trio.lowlevel.open_process",
          "kill wait aclose terminate", code="TSE311", arguments='["shop-server"]', watched="pid stdout"),
)
"""Shells and processes, here and on other machines."""

CLOUDS = (
    Known("container", "docker.from_env().containers.run docker.DockerClient().containers.run",
          "remove stop kill wait", arguments='"postgres", detach=True', needless=_is_removed),
    Known("client", "docker.from_env docker.DockerClient docker.APIClient", "close", "with", spared=LAZY),
    Known("container",
          "testcontainers.core.container.DockerContainer testcontainers.postgres.PostgresContainer"
          " testcontainers.redis.RedisContainer testcontainers.mysql.MySqlContainer"
          " testcontainers.mongodb.MongoDbContainer testcontainers.kafka.KafkaContainer"
          " testcontainers.rabbitmq.RabbitMqContainer",
          "stop", "with", begun_by="start", spared="a container of its own removes it after the run",
          arguments='"postgres:16"'),
    Known("client", "kubernetes.client.ApiClient", "close", "with", spared=LAZY),
    Known("watch", "kubernetes.watch.Watch", "stop", begun_by="stream", spared=LAZY),
    Known("client",
          "boto3.client boto3.session.Session().client botocore.session.get_session().create_client",
          "close", arguments='"s3"', spared=LAZY),
    Known("client", "google.cloud.storage.Client google.cloud.bigquery.Client", "close", "closing",
          spared=LAZY),
    Known("client", "google.cloud.pubsub_v1.PublisherClient google.cloud.pubsub_v1.SubscriberClient",
          "stop close", spared=LAZY),
    Known("client",
          "azure.storage.blob.BlobServiceClient azure.keyvault.secrets.SecretClient"
          " azure.identity.DefaultAzureCredential",
          "close", "with", arguments='"http://127.0.0.1"', spared=LAZY),
    Known("client",
          "azure.storage.blob.aio.BlobServiceClient azure.keyvault.secrets.aio.SecretClient"
          " azure.identity.aio.DefaultAzureCredential",
          "close", "async with", arguments='"http://127.0.0.1"', spared=LAZY),
    Known("client", "openai.OpenAI anthropic.Anthropic", "close", "with", spared=LAZY),
    Known("client", "openai.AsyncOpenAI anthropic.AsyncAnthropic", "close", "async with", spared=LAZY),
    Known("cluster", "dask.distributed.LocalCluster distributed.LocalCluster", "close", "with"),
    Known("client", "dask.distributed.Client distributed.Client", "close shutdown", "with"),
    Known("context", "pyspark.SparkContext", "stop", "with"),
)
"""Containers, clouds and clusters."""
# fmt: on
