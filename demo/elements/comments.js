/** A store of the page's own: any object with the `CommentStore` interface. This one knows two comments and takes none. */
const box = document.getElementById('live');
const comments = [
  { id: 'a', author: { name: 'Solveig' }, text: 'The one on the nail is **yours**.', dateCreated: '2024-04-06T18:12:00Z', status: 'published' },
  { id: 'b', parent: 'a', author: { name: 'Mirte' }, text: 'I had hoped you would not say so.', dateCreated: '2024-04-06T19:40:00Z', status: 'published' },
];
const own = {
  capabilities: { write: false, authors: 'guest', accounts: false, edit: false, orders: ['oldest'], maxLength: 0 },
  async page({ parent }) {
    return { comments: parent ? [] : comments, count: comments.length };
  },
  async counts(threads) {
    return new Map(threads.map((thread) => [thread, comments.length]));
  },
};

const choice = document.getElementById('own-store');
choice.addEventListener('change', () => {
  box.commentStore = choice.checked ? own : undefined;
});
