"""Databases, brokers, and the files of libraries that have formats of their own."""

from __future__ import annotations

import ast

from flake8_testsec.cleanup.table.known import AT_EXIT, COLLECTED, LAZY, Known
from flake8_testsec.cleanup.table.row import Place
from flake8_testsec.source.calls import argument, string
from flake8_testsec.source.module import Module


def _in_memory(call: ast.Call, module: Module) -> bool:
    """Whether a database has no file."""
    given = argument(call, 0, "database")
    return given is None or string(given) in (":memory:", "")


# fmt: off
DATABASES = (
    Known("database connection", "psycopg.AsyncConnection.connect", "close", "async with"),
    Known("pool of connections",
          "psycopg_pool.ConnectionPool psycopg2.pool.SimpleConnectionPool"
          " psycopg2.pool.ThreadedConnectionPool",
          "close closeall"),
    Known("pool of connections", "psycopg_pool.AsyncConnectionPool", "close", "async with"),
    Known("database connection", "asyncpg.connect", "close terminate", "await", arguments='"postgresql://127.0.0.1"'),
    Known("pool of connections", "asyncpg.create_pool", "close terminate", "async with",
          arguments='"postgresql://127.0.0.1"'),
    Known("database connection", "aiomysql.connect", "close ensure_closed"),
    Known("pool of connections", "aiomysql.create_pool aiopg.create_pool", "close terminate"),
    Known("database connection", "aiosqlite.connect", "close stop", "await", arguments='"orders.db"',
          certain=True),
    Known("database connection", "duckdb.connect", "close", "with", spared=COLLECTED,
          arguments='"orders.db"', needless=_in_memory),
    Known("database connection", "snowflake.connector.connect", "close", "with"),
    Known("database connection", "pymssql.connect ibm_db_dbi.connect vertica_python.connect", "close",
          "closing"),
    Known("database connection", "apsw.Connection", "close", "with", spared=COLLECTED,
          arguments='"orders.db"', needless=_in_memory),
    Known("engine", "sqlalchemy.create_engine sqlalchemy.engine.create_engine sqlmodel.create_engine",
          "dispose", spared=LAZY, arguments='"sqlite:///orders.db"'),
    Known("engine", "sqlalchemy.ext.asyncio.create_async_engine", "dispose", "await", spared=LAZY,
          arguments='"sqlite+aiosqlite:///orders.db"'),
    Known("database connection",
          "sqlalchemy.create_engine().connect sqlalchemy.create_engine().raw_connection",
          "close detach invalidate", "with", spared=COLLECTED),
    Known("database session", "sqlalchemy.orm.Session sqlalchemy.orm.session.Session sqlmodel.Session",
          "close", "with", spared=COLLECTED),
    Known("database session", "sqlalchemy.ext.asyncio.AsyncSession", "close", "async with",
          spared=COLLECTED),
    Known("database connection", "clickhouse_driver.Client clickhouse_connect.get_client",
          "disconnect close", spared=LAZY, arguments='"127.0.0.1"'),
    Known("cluster", "cassandra.cluster.Cluster", "shutdown", "with", begun_by="connect"),
    Known("driver", "neo4j.GraphDatabase.driver", "close", "with", arguments='"bolt://127.0.0.1"'),
    Known("driver", "neo4j.AsyncGraphDatabase.driver", "close", "async with",
          arguments='"bolt://127.0.0.1"'),
    Known("client", "influxdb.InfluxDBClient influxdb_client.InfluxDBClient", "close", "with", spared=LAZY,
          arguments='"http://127.0.0.1"'),
    Known("connection", "ldap3.Connection", "unbind", "with", begun_by="bind open", arguments='"127.0.0.1"'),
    Known("connection", "ldap.initialize", "unbind unbind_s unbind_ext", spared=LAZY,
          arguments='"ldap://127.0.0.1"'),
    Known("database", "peewee.SqliteDatabase peewee.PostgresqlDatabase peewee.MySQLDatabase", "close",
          begun_by="connect", spared=COLLECTED, arguments='"orders.db"'),
    Known("client", "pymongo.MongoClient pymongo.mongo_client.MongoClient", "close", "with", spared=LAZY),
    Known("client", "pymongo.AsyncMongoClient", "close", "await", spared=LAZY),
    Known("client", "motor.motor_asyncio.AsyncIOMotorClient", "close", spared=LAZY),
    Known("client", "redis.Redis redis.StrictRedis redis.from_url redis.Redis.from_url", "close", "with",
          spared=LAZY),
    Known("client", "redis.asyncio.Redis redis.asyncio.from_url redis.asyncio.Redis.from_url",
          "aclose close", "await", spared=LAZY),
    Known("subscription", "redis.Redis().pubsub redis.StrictRedis().pubsub", "close reset", "with",
          spared=LAZY),
    Known("client", "pymemcache.Client pymemcache.client.base.Client pymemcache.client.hash.HashClient",
          "close quit", spared=LAZY, arguments='("127.0.0.1", 11211)'),
    Known("client", "elasticsearch.Elasticsearch opensearchpy.OpenSearch", "close", "with", spared=LAZY,
          arguments='"http://127.0.0.1"'),
    Known("client", "elasticsearch.AsyncElasticsearch opensearchpy.AsyncOpenSearch", "close", "async with",
          spared=LAZY, arguments='"http://127.0.0.1"'),
    Known("client", "qdrant_client.QdrantClient", "close", spared=LAZY),
    Known("environment", "lmdb.open lmdb.Environment", "close", "with", arguments='"orders"'),
    Known("database", "plyvel.DB", "close", arguments='"orders"'),
    Known("cache", "diskcache.Cache diskcache.FanoutCache", "close", "with", spared=COLLECTED,
          arguments='"orders"'),
    Known("dictionary", "sqlitedict.SqliteDict", "close terminate", "with", arguments='"orders.db"'),
    Known("database", "tinydb.TinyDB", "close", "with", arguments='"orders.json"'),
    Known("database", "ZODB.DB", "close", arguments='"orders.fs"'),
)
"""Databases and caches."""

BROKERS = (
    Known("connection", "pika.BlockingConnection pika.adapters.blocking_connection.BlockingConnection",
          "close", "with"),
    Known("connection", "aio_pika.connect aio_pika.connect_robust", "close", "async with",
          arguments='"amqp://127.0.0.1/"'),
    Known("connection", "kombu.Connection kombu.BrokerConnection", "release close", "with", spared=LAZY,
          arguments='"memory://"'),
    Known("connection", "amqp.Connection", "close", "with", begun_by="connect"),
    Known("connection", "stomp.Connection", "disconnect", begun_by="connect"),
    Known("client", "paho.mqtt.client.Client", "loop_stop disconnect", begun_by="loop_start"),
    Known("producer", "kafka.KafkaProducer", "close", certain=True),
    Known("consumer", "kafka.KafkaConsumer confluent_kafka.Consumer", "close", arguments='{}', certain=True),
    Known("producer", "aiokafka.AIOKafkaProducer", "stop", "await", begun_by="start"),
    Known("consumer", "aiokafka.AIOKafkaConsumer", "stop", "await", begun_by="start"),
    Known("connection", "nats.connect", "close drain", "await"),
    Known("context", "zmq.Context zmq.asyncio.Context", "term destroy", "with", spared=AT_EXIT),
    Known("socket", "zmq.Context().socket zmq.Context.instance().socket zmq.asyncio.Context().socket",
          "close disconnect", "with", arguments="zmq.PULL"),
)
"""Brokers of messages."""

FORMATS = (
    Known("file", "h5py.File tables.open_file netCDF4.Dataset", "close", "with", spared=COLLECTED,
          arguments='"orders.h5"'),
    Known("store", "pandas.HDFStore pandas.ExcelFile pandas.ExcelWriter", "close", "with",
          spared=COLLECTED, arguments='"orders.xlsx"'),
    Known("data set", "rasterio.open xarray.open_dataset", "close", "with", spared=COLLECTED,
          arguments='"map.tif"'),
    Known("image", "PIL.Image.open", "close", "with", spared=COLLECTED, arguments='"pear.png"',
          watched="load"),
    Known("document", "fitz.open pymupdf.open pdfplumber.open", "close", "with", spared=COLLECTED,
          arguments='"order.pdf"'),
    Known("workbook", "openpyxl.load_workbook", "close", spared=COLLECTED, arguments='"orders.xlsx"'),
    Known("workbook", "xlsxwriter.Workbook", "close", "with", spared=COLLECTED,
          arguments='"orders.xlsx"'),
    Known("file", "soundfile.SoundFile tifffile.TiffFile laspy.open", "close", "with", spared=COLLECTED,
          arguments='"bell.wav"'),
    Known("capture", "cv2.VideoCapture cv2.VideoWriter", "release", spared=COLLECTED, arguments="0"),
    Known("audio", "pyaudio.PyAudio", "terminate", spared=AT_EXIT),
    Known("figure", "matplotlib.pyplot.figure", "", given_to="matplotlib.pyplot.close", spared=AT_EXIT),
    Known("figure", "matplotlib.pyplot.subplots", "", given_to="matplotlib.pyplot.close", spared=AT_EXIT,
          place=Place.FIRST),
    Known("repository", "git.Repo git.Repo.init git.Repo.clone_from dulwich.repo.Repo", "close", "with",
          spared=COLLECTED, arguments='"shop"'),
    Known("file system", "fs.open_fs fs.tempfs.TempFS", "close", "with", spared=COLLECTED,
          arguments='"mem://"'),
    Known("file", "aiofiles.open anyio.open_file", "close aclose", "await", arguments='"orders.txt"'),
)
"""Files of other forms."""
# fmt: on
