import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect } from "vitest";
import { signIn } from "../../src/api/signIn";
import { App } from "../../src/components/App";
import { deletions } from "../../src/conversation/deletions";
import { toasts } from "../../src/settings/toasts";
import { aSession, FakeApi, question, reply } from "./api";

/** The page in a browser that has never seen it before, and the interface it talks to. */
export function freshPage() {
  localStorage.clear();
  sessionStorage.clear();
  signIn.reset();
  deletions.current().forEach((id) => deletions.spare(id));
  toasts.current().forEach(({ id }) => toasts.take(id));
  const api = new FakeApi().install();

  function open(path = "/") {
    history.replaceState(null, "", path);
    const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    return render(
      <QueryClientProvider client={client}>
        <App />
      </QueryClientProvider>,
    );
  }

  const box = () => screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Message" });

  const stream = async (count: number) => {
    await waitFor(() => expect(api.streams).toHaveLength(count));
    const last = api.streams[count - 1];
    if (!last) throw new Error("no stream");
    return last;
  };

  return {
    api,
    open,
    box,
    stream,
    ask: async (text: string) => {
      await userEvent.type(await box(), `${text}{Enter}`);
      return stream(1);
    },
    answer: () => screen.getAllByRole("article").at(-1)?.textContent ?? "",
    phase: () => document.querySelector<HTMLElement>(".state")?.dataset["phase"],
  };
}

/** The same with a chat of two questions, both answered. */
export function pageOfTwoTurns() {
  const page = freshPage();
  page.api.sessions = [aSession()];
  page.api.messages = [question("First?", "u1"), reply("One", { id: "m1" }), question("Second?", "u2"), reply("Two", { id: "m2" })];
  return page;
}

/** What the messages say. */
export const articles = () => screen.getAllByRole("article").map((each) => each.querySelector(".said, .markdown")?.textContent);
