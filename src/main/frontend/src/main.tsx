import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { ApiProblem } from "./api/problem";
import { App } from "./components/App";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/conversation.css";
import "./styles/blank.css";
import "./styles/composer.css";
import "./styles/markdown.css";
import "./styles/sheets.css";
import "./styles/above.css";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (count, error) => count < 4 && !(error instanceof ApiProblem && !error.passing),
      networkMode: "always",
    },
    mutations: { networkMode: "always" },
  },
});

const root = document.getElementById("root");
if (root === null) throw new Error("no root element");
createRoot(root).render(
  <QueryClientProvider client={client}>
    <App />
  </QueryClientProvider>,
);
