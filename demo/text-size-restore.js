/**
 * Restores the reader's text size before the first paint. It is the head snippet of <blog-text-size>; it stands in a file because the
 * page's policy allows no script inside the page.
 */
try {
  const css = localStorage.getItem('blog-text-size-css');
  if (css) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
    window.blogTextSizeSheet = sheet;
  }
} catch {
  // Storage is blocked: the page has its usual size.
}
