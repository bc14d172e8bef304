/** Another browsing context of the same origin, as another tab is one: its own scripts, the same storage and locks. */
import { waitUntil } from '../wait.js';
import type { BlogCommentForm } from '../../../src/comments/composer/composer.js';
import type { CommentStore } from '../../../src/comments/stores/store.js';

interface TabWindow extends Window {
  opened?: boolean;
}

export interface Tab {
  open(store: CommentStore, thread: string): Promise<BlogCommentForm>;
  /** As a crash does: without a farewell. */
  close(): void;
}

export async function secondTab(): Promise<Tab> {
  const frame = document.createElement('iframe');
  frame.title = 'second tab';
  frame.srcdoc = `<!doctype html><html lang="en"><body><script type="module">
    import '${new URL('../../../src/comments/composer/composer.ts', import.meta.url).pathname}';
    window.opened = true;
  </script></body></html>`;
  document.body.append(frame);
  const other = frame.contentWindow as TabWindow;
  await waitUntil(() => (frame.contentWindow as TabWindow).opened, 'the second tab is loaded', { timeout: 10_000 });
  return {
    async open(store, thread) {
      const { document: page } = frame.contentWindow ?? other;
      const form = page.createElement('blog-comment-form');
      Object.assign(form, { store, thread, site: 'https://example.org/comments', threadUrl: 'https://example.org/post', threadTitle: 'A post' });
      page.body.append(form);
      await waitUntil(() => form.shadowRoot?.querySelector('textarea'));
      return form;
    },
    close() {
      frame.remove();
    },
  };
}
