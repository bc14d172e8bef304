/** The pages of the demo: the posts, and all of them. */
export const posts = [
  '/nl/2024/houten-huizen.html',
  '/nl/2024/nachttrein.html',
  '/nl/2024/wintermarkt.html',
  '/nl/2023/leeszaal.html',
  '/nl/2023/thee-uit-een-glas.html',
  '/nl/2023/zuurdesem.html',
  '/en/2024/knitting.html',
  '/en/2024/waiting-rooms.html',
  '/en/2023/summer-ferry.html',
  '/ar/2024/shay.html',
];
export const elementPages = ['/elements/', ...['post', 'text-size', 'youtube', 'related', 'comments', 'theme'].map((name) => `/elements/${name}.html`)];
export const pages = ['/', '/en/', ...posts, ...elementPages];
