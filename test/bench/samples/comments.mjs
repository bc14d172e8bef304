/** The same thread for every side: four roots in ten, their replies, and a little markup in every third comment. */

const names = ['Anna de Wit', 'Bram', 'Chahida El Amrani', 'Dirk-Jan', 'Esra Yılmaz'];
const dateOf = (n) => Date.UTC(2024, 9, 1) + n * 60_000;

export const authorOf = (n) => names[n % names.length];
export const textOf = (n, plain = false) =>
  `Comment number ${n}: I read this with pleasure, and would like to know more about what came before it.${n % 3 || plain ? '' : ' It was *very* well put.'}`;
export const parentOf = (n) => (n % 10 < 4 ? undefined : n - (n % 10) + (n % 4));
const htmlOf = (n) => `<p>${textOf(n).replace('*very*', '<em>very</em>')}</p>`;

/** The numbers of the comments, each root followed by its replies. */
function threadOrder(count) {
  const order = [];
  for (let n = 0; n < count; n++) {
    if (parentOf(n) !== undefined) continue;
    order.push(n);
    for (let reply = n + 1; reply < n + 10; reply++) if (parentOf(reply) === n) order.push(reply);
  }
  return order;
}

/** Comments as the `rest` contract sends them. */
export function restComments(count, plain = false) {
  return threadOrder(count).map((n) => ({
    id: `c${n}`,
    ...(parentOf(n) !== undefined && { parent: `c${parentOf(n)}` }),
    author: { name: authorOf(n) },
    text: textOf(n, plain),
    dateCreated: new Date(dateOf(n)).toISOString(),
    status: 'published',
  }));
}

const site = {
  name: 'bench',
  guests: 'on',
  guestEmail: 'none',
  accounts: true,
  editWindow: 900,
  maxLength: 10_000,
  maxNameLength: 80,
  votes: false,
  live: false,
};

/** One page of the `rest` contract, with as many roots as the element asks for. */
export function restAnswer(comments, after, size = 100) {
  const roots = comments.map((comment, at) => (comment.parent ? -1 : at)).filter((at) => at >= 0);
  const begin = Number(after ?? 0);
  const end = begin + size;
  return {
    comments: comments.slice(roots[begin], roots[end] ?? comments.length),
    count: comments.length,
    ...(end < roots.length && { after: String(end) }),
    site,
  };
}

/** The thread as Waline's server sends it. */
export function walineAnswer(count) {
  const item = (n) => ({
    objectId: n + 1,
    nick: authorOf(n),
    link: '',
    avatar: '',
    comment: htmlOf(n),
    orig: textOf(n),
    time: dateOf(n),
    like: 0,
    status: 'approved',
    browser: '',
    os: '',
    type: 'guest',
    user_id: null,
    sticky: false,
    level: 0,
    addr: '',
  });
  const data = [];
  for (let n = 0; n < count; n++) {
    if (parentOf(n) !== undefined) continue;
    const replies = Array.from({ length: 10 }, (_, index) => n - (n % 10) + index).filter((reply) => parentOf(reply) === n);
    data.push({ ...item(n), children: replies.map((reply) => ({ ...item(reply), pid: n + 1, rid: n + 1, reply_user: { nick: authorOf(n) } })) });
  }
  return { errno: 0, errmsg: '', data: { page: 1, totalPages: 1, pageSize: data.length, count, data } };
}

/** The thread as WordPress lists it, oldest first, in the shape of one recorded comment. */
export function wordpressComments(count, recorded, fields) {
  return Array.from({ length: count }, (_, n) => {
    const answered = Array.from({ length: 10 }, (_, index) => n - (n % 10) + index).some((reply) => parentOf(reply) === n);
    const { children, ...links } = recorded._links;
    const comment = {
      ...recorded,
      id: n + 1,
      parent: parentOf(n) === undefined ? 0 : parentOf(n) + 1,
      author_name: authorOf(n),
      author_url: '',
      date_gmt: new Date(dateOf(n)).toISOString().slice(0, 19),
      content: { rendered: `${htmlOf(n)}\n` },
      _links: { ...links, ...(answered && { children }) },
    };
    return fields ? pickFields(comment, fields) : comment;
  });
}

/** What `_fields` leaves of a comment; of `_links.children` only `children` stays in `_links`. */
function pickFields(comment, fields) {
  const picked = {};
  for (const field of fields) {
    const [name, inner] = field.split('.');
    if (!(name in comment)) continue;
    if (!inner) picked[name] = comment[name];
    else if (inner in comment[name]) picked[name] = { ...picked[name], [inner]: comment[name][inner] };
  }
  return picked;
}
