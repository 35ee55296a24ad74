import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const server = process.env["STREAMCHAT_URL"] ?? "http://localhost:9080";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL("../../../target/page", import.meta.url)),
    emptyOutDir: true,
    assetsDir: "assets",
    // The Content-Security-Policy allows no data: scripts or styles; every asset is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    reportCompressedSize: true,
  },
  server: { proxy: { "/api": { target: server, changeOrigin: false } } },
  test: {
    environment: "jsdom",
    include: ["test/**/*.test.{ts,tsx}"],
    setupFiles: ["test/setup.ts"],
    restoreMocks: true,
  },
});
