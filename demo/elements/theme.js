/** Every `--blog-*` variable by a control; a constructed stylesheet carries them, for the page's policy allows no style attributes. */
const form = document.getElementById('variables');
const code = document.getElementById('css');
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

/** The variables that were changed, as CSS. */
function css(selector) {
  const lines = [];
  for (const field of form.querySelectorAll('[data-variable]')) {
    const changed = field.dataset.changed !== undefined;
    const output = field.parentElement.querySelector('output');
    if (output) output.textContent = changed ? field.value + (field.dataset.unit ?? '') : 'inherited';
    if (changed) lines.push(`  ${field.dataset.variable}: ${field.value}${field.dataset.unit ?? ''};`);
  }
  return lines.length ? `${selector} {\n${lines.join('\n')}\n}` : '/* Nothing is changed yet: the elements take everything from the page. */';
}

function write() {
  const scheme = form.elements.scheme.value;
  code.textContent = css(':root');
  sheet.replaceSync(`${css('.stage')}\n${scheme ? `:root { color-scheme: ${scheme}; }` : ''}`);
}

form.addEventListener('input', ({ target }) => {
  if (target.dataset.variable) target.dataset.changed = '';
  if (target.dataset.variable && target.value === '') delete target.dataset.changed;
  write();
});
form.addEventListener('reset', () => {
  for (const field of form.querySelectorAll('[data-variable]')) delete field.dataset.changed;
  setTimeout(write);
});
form.addEventListener('submit', (event) => event.preventDefault());
document.getElementById('copy').addEventListener('click', () => navigator.clipboard.writeText(code.textContent));
form.reset();
