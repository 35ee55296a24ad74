import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { bundleTable, packed, woff2Only } from "./bundle.ts";

const server = process.env["STREAMCHAT_URL"] ?? "http://localhost:9080";

export default defineConfig({
  plugins: [react(), woff2Only(), bundleTable(), packed()],
  build: {
    outDir: fileURLToPath(new URL("../../../target/page", import.meta.url)),
    emptyOutDir: true,
    assetsDir: "assets",
    // The Content-Security-Policy allows no data: scripts or styles; every asset is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    reportCompressedSize: false,
    // The bundle table judges by what goes over the wire.
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { "/api": { target: server, changeOrigin: false } } },
  test: {
    environment: "jsdom",
    include: ["test/**/*.test.{ts,tsx}"],
    setupFiles: ["test/setup.ts"],
    restoreMocks: true,
    testTimeout: 60_000,
  },
});
