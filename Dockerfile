# What the program embeds stands in the source tree, so the image needs Go alone.
FROM golang:1.26-bookworm AS build
WORKDIR /src

# Modules first: they change less often than the source. Where the default proxy
# is out of reach: docker build --build-arg GOPROXY=https://...,direct
ARG GOPROXY
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod \
    go mod download

COPY . .
# What `channelrouter version` and the document say: docker build --build-arg VERSION=...
ARG VERSION=dev
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$VERSION" -o /out/channelrouter ./cmd/channelrouter

# An empty image has neither: SQLite sorts and workbooks are unpacked in /tmp, and the
# server keeps its own files in /data.
RUN mkdir -m 1777 /out/tmp && mkdir -m 0700 /out/data

# No shell, no package manager: nothing in it but the program.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
# Business days are counted in Asia/Shanghai.
COPY --from=build /usr/local/go/lib/time/zoneinfo.zip /zoneinfo.zip
COPY --from=build /out/tmp /tmp
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build /out/channelrouter /channelrouter

# The default listens on the loopback, which in a container nobody can reach.
ENV ZONEINFO=/zoneinfo.zip \
    CHANNELROUTER_LISTEN=0.0.0.0:8080 \
    CHANNELROUTER_DATA=/data
USER 65532:65532
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["/channelrouter", "healthcheck"]
ENTRYPOINT ["/channelrouter"]
CMD ["serve"]
