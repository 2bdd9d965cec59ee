# syntax=docker/dockerfile:1
# The servers beside LuckyGas, from Debian's packages: the very versions that the drills break. One target for each:
#   docker build -f infra/images/engines.Dockerfile --target patroni -t luckygas-patroni .
# Settings with ${NAME} in them are filled from the environment when a container starts.

FROM debian:bookworm-slim@sha256:60eac759739651111db372c07be67863818726f754804b8707c90979bda511df AS base
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates curl tini \
  && rm -rf /var/lib/apt/lists/*
COPY infra/engines/fill.sh /usr/local/bin/fill
ENTRYPOINT ["/usr/bin/tini", "--"]

FROM base AS etcd
RUN apt-get update && apt-get install -y --no-install-recommends etcd-server etcd-client \
  && rm -rf /var/lib/apt/lists/* && mkdir -p /data && chown etcd:etcd /data
USER etcd
VOLUME /data
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s CMD ["curl", "-fsS", "http://127.0.0.1:2379/health"]
CMD ["etcd", "--data-dir", "/data"]

FROM base AS patroni
RUN apt-get update \
  && apt-get install -y --no-install-recommends postgresql-15 patroni python3-etcd pgbackrest \
  && rm -rf /var/lib/apt/lists/* /var/lib/postgresql/15 && mkdir -p /data /backup && chown postgres:postgres /data /backup
COPY infra/engines/patroni.yaml infra/engines/pgbackrest.conf /etc/luckygas/
COPY infra/engines/plain-postgres.sh /usr/local/bin/plain-postgres
COPY infra/engines/keep-backups.sh /usr/local/bin/keep-backups
USER postgres
ENV LC_ALL=C.UTF-8
VOLUME /data
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s CMD ["curl", "-fsS", "http://127.0.0.1:8008/health"]
CMD ["fill", "/etc/luckygas/pgbackrest.conf", "/run/luckygas/pgbackrest.conf", "fill", "/etc/luckygas/patroni.yaml", "/run/luckygas/patroni.yaml", "keep-backups", "patroni", "/run/luckygas/patroni.yaml"]

FROM base AS haproxy
RUN apt-get update && apt-get install -y --no-install-recommends haproxy && rm -rf /var/lib/apt/lists/*
COPY infra/engines/haproxy.cfg /etc/luckygas/
USER haproxy
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s CMD ["curl", "-fsS", "http://127.0.0.1:8404/health"]
CMD ["fill", "/etc/luckygas/haproxy.cfg", "/run/luckygas/haproxy.cfg", "haproxy", "-W", "-db", "-f", "/run/luckygas/haproxy.cfg"]

FROM base AS pgbouncer
RUN apt-get update && apt-get install -y --no-install-recommends pgbouncer postgresql-client-15 \
  && rm -rf /var/lib/apt/lists/*
COPY infra/engines/pgbouncer.ini infra/engines/pgbouncer-users.txt /etc/luckygas/
USER postgres
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s CMD ["pg_isready", "-h", "127.0.0.1", "-p", "6432"]
CMD ["fill", "/etc/luckygas/pgbouncer-users.txt", "/run/luckygas/users.txt", "fill", "/etc/luckygas/pgbouncer.ini", "/run/luckygas/pgbouncer.ini", "pgbouncer", "/run/luckygas/pgbouncer.ini"]

FROM base AS redis
RUN apt-get update && apt-get install -y --no-install-recommends redis-server redis-sentinel \
  && rm -rf /var/lib/apt/lists/* && mkdir -p /data && chown redis:redis /data
COPY infra/engines/redis.conf infra/engines/sentinel.conf /etc/luckygas/
USER redis
VOLUME /data
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s CMD ["sh", "-c", "redis-cli -p ${REDIS_PORT:-6379} ping | grep -q 'PONG\\|NOAUTH'"]
CMD ["fill", "--once", "/etc/luckygas/redis.conf", "/data/redis.conf", "redis-server", "/data/redis.conf"]

FROM base AS rabbitmq
RUN apt-get update && apt-get install -y --no-install-recommends rabbitmq-server \
  && rm -rf /var/lib/apt/lists/* && mkdir -p /data && chown rabbitmq:rabbitmq /data
COPY infra/engines/rabbitmq.conf infra/engines/rabbitmq-cookie.txt /etc/luckygas/
USER rabbitmq
ENV HOME=/run/luckygas RABBITMQ_MNESIA_BASE=/data RABBITMQ_LOGS=- RABBITMQ_CONFIG_FILE=/run/luckygas/rabbitmq.conf RABBITMQ_ENABLED_PLUGINS_FILE=/run/luckygas/plugins
VOLUME /data
HEALTHCHECK --interval=10s --timeout=8s --start-period=90s CMD ["rabbitmq-diagnostics", "-q", "check_running"]
CMD ["fill", "/etc/luckygas/rabbitmq-cookie.txt", "/run/luckygas/.erlang.cookie", "fill", "/etc/luckygas/rabbitmq.conf", "/run/luckygas/rabbitmq.conf", "/usr/lib/rabbitmq/bin/rabbitmq-server"]

FROM base AS nginx
RUN apt-get update && apt-get install -y --no-install-recommends nginx-light && rm -rf /var/lib/apt/lists/*
COPY infra/engines/nginx.conf /etc/luckygas/
USER www-data
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s CMD ["curl", "-fsSk", "https://127.0.0.1:8443/health/door"]
CMD ["fill", "/etc/luckygas/nginx.conf", "/run/luckygas/nginx.conf", "nginx", "-e", "/dev/stderr", "-c", "/run/luckygas/nginx.conf", "-g", "daemon off;"]

# The door before the search engine; the same nginx with other settings.
FROM nginx AS search-door
COPY infra/engines/search-door.conf infra/engines/search-door-users.txt /etc/luckygas/
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s CMD ["curl", "-fsS", "http://127.0.0.1:9200/door"]
CMD ["fill", "/etc/luckygas/search-door-users.txt", "/run/luckygas/users.txt", "fill", "/etc/luckygas/search-door.conf", "/run/luckygas/search-door.conf", "nginx", "-e", "/dev/stderr", "-c", "/run/luckygas/search-door.conf", "-g", "daemon off;"]

# The bare server that Maven Central carries: no plugins, no agent, no Java of its own.
FROM base AS opensearch-fetched
RUN apt-get update && apt-get install -y --no-install-recommends unzip && rm -rf /var/lib/apt/lists/*
RUN curl -fsSLo /opensearch.zip https://repo1.maven.org/maven2/org/opensearch/distribution/integ-test-zip/opensearch/2.19.1/opensearch-2.19.1.zip \
  && echo "0bed69daad3c80e1302a0dba083f04f5accbb94ba8451052822ec065d24432fe096e329d6971758a8a021025b0302ee5b27eb5d89506853d8be736305f407651  /opensearch.zip" > /opensearch.sha512 \
  && sha512sum -c /opensearch.sha512 && unzip -q /opensearch.zip -d /opt && mv /opt/opensearch-2.19.1 /opt/opensearch

FROM base AS opensearch
RUN apt-get update && apt-get install -y --no-install-recommends openjdk-17-jre-headless \
  && rm -rf /var/lib/apt/lists/* && mkdir -p /data/data /data/logs /data/tmp && chown -R nobody:nogroup /data
COPY --from=opensearch-fetched /opt/opensearch /opt/opensearch
COPY infra/engines/opensearch.yml infra/engines/opensearch-log.properties /etc/luckygas/
USER nobody
VOLUME /data
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s CMD ["curl", "-fsS", "http://127.0.0.1:9200/_cluster/health?wait_for_status=yellow&timeout=3s"]
CMD ["fill", "/etc/luckygas/opensearch-log.properties", "/run/luckygas/log4j2.properties", "fill", "/etc/luckygas/opensearch.yml", "/run/luckygas/opensearch.yml", "java", "-Xms512m", "-Xmx512m", "-XX:+UseG1GC", "-Djava.security.manager=allow", "-Djava.io.tmpdir=/data/tmp", "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=org.opensearch.secure_sm.SecuredForkJoinWorkerThreadFactory", "-Dopensearch.path.home=/opt/opensearch", "-Dopensearch.path.conf=/run/luckygas", "-Dopensearch.distribution.type=zip", "-Dopensearch.bundled_jdk=false", "-cp", "/opt/opensearch/lib/*", "org.opensearch.bootstrap.OpenSearch"]

FROM golang:1.26.8-bookworm@sha256:a688600ca24f8a4d3ca77f95b0dd40704a9fc787c826660eb7ba0b641b8b175d AS s3-built
RUN CGO_ENABLED=0 GOBIN=/built go install github.com/versity/versitygw/cmd/versitygw@v1.8.0

FROM base AS s3
COPY --from=s3-built /built/versitygw /usr/local/bin/
RUN mkdir -p /data/objects /data/metadata && chown -R nobody:nogroup /data
USER nobody
VOLUME /data
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s CMD ["curl", "-fsS", "http://127.0.0.1:7070/health"]
CMD ["versitygw", "--port", ":7070", "--health", "/health", "posix", "--sidecar", "/data/metadata", "/data/objects"]
