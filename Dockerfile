# Homeward in a container: a simulated estate that real clients talk to (default), or any other command of `homeward`.
#   npm ci && docker build -t homeward .
# Nothing is downloaded while it is built but the base image; where no registry is reachable, name one that is there:
#   docker build --build-arg BASE=homeward-base -t homeward .        (npm run image makes such a base of this machine's Node, and does this)
ARG BASE=node:20-bookworm-slim

# What users run, out of what `npm ci` has installed and built: no development package, no source map.
FROM ${BASE} AS content
WORKDIR /src
COPY . .
RUN ["node", ".ci/image-content.mjs", "/content"]

FROM ${BASE}
LABEL org.opencontainers.image.title="homeward" \
      org.opencontainers.image.description="A simulated Azure Site Recovery estate for rehearsing failback" \
      org.opencontainers.image.licenses="MIT"
COPY --from=content /content/ /
ENV NODE_ENV=production HOMEWARD_ENV_FILE=/var/lib/homeward/homeward.env
WORKDIR /opt/homeward
# A user that is nobody else; it writes to one folder of its own and to /tmp only.
USER 10001:10001
EXPOSE 8443 8444
HEALTHCHECK --interval=2s --timeout=5s --start-period=60s --retries=5 CMD ["node", "/opt/homeward/dist/containers/health.js"]
ENTRYPOINT ["node", "/opt/homeward/dist/cli/main.js"]
CMD ["serve", "/opt/homeward/examples/estates/small.yaml", "--host", "0.0.0.0", "--public-host", "homeward", "--port", "8443", "--vsphere-port", "8444", "--state", "/var/lib/homeward/estate", "--write-env", "/var/lib/homeward/homeward.env", "--no-print"]
