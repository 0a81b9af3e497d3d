# The bot, or with another command a worker: docker build -t tunesmith . && docker run --init -v tunesmith:/data tunesmith
FROM node:22-slim

ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app

# Packages first: they change less often than the source. No compiler is installed: an optional package that would
# need one is left out by npm, and the WebAssembly engine serves.
COPY package.json package-lock.json .npmrc ./
COPY scripts/slim-install.mjs ./scripts/
RUN npm ci --omit=dev && npm cache clean --force

COPY tsconfig.json ./
COPY src ./src
COPY commands ./commands
COPY knowledge ./knowledge

RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
STOPSIGNAL SIGTERM
# node itself, not npm: signals arrive, so that Runs at work go back into the queue.
CMD ["node", "--import", "tsx", "src/main.ts"]
