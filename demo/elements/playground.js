/**
 * The pages about one element: each control in the form is an attribute of the element it is `for`; what you would write
 * on your own page is shown below it, and so are the element's events.
 */

for (const form of document.querySelectorAll('form[data-for]')) {
  const element = document.getElementById(form.dataset.for);
  const markup = document.querySelector(`[data-markup="${form.dataset.for}"]`);
  const log = document.querySelector(`[data-log="${form.dataset.for}"]`);
  const fields = [...form.querySelectorAll('[data-attribute]')];

  const apply = (field) => {
    const name = field.dataset.attribute;
    if (field.type === 'checkbox') element.toggleAttribute(name, field.checked);
    else if (field.value === '') element.removeAttribute(name);
    else if (element.getAttribute(name) !== field.value) element.setAttribute(name, field.value);
  };
  const write = () => {
    if (markup)
      markup.textContent = describe(
        element,
        fields.map((field) => field.dataset.attribute),
        markup.dataset.inner ?? '',
      );
  };

  for (const field of fields) {
    // The page's own markup is where one starts, also after the browser has restored a form.
    if (field.type === 'checkbox') field.checked = element.hasAttribute(field.dataset.attribute);
    else field.value = element.getAttribute(field.dataset.attribute) ?? '';
    field.addEventListener(field.type === 'range' ? 'input' : 'change', () => {
      apply(field);
      write();
    });
  }
  write();

  form.addEventListener('submit', (event) => event.preventDefault());
  form.querySelector('[data-language]')?.addEventListener('change', ({ target }) => {
    const stage = document.getElementById('stage');
    stage.lang = target.value;
    stage.dir = target.value === 'ar' ? 'rtl' : 'ltr';
  });
  form.querySelector('[data-copy]')?.addEventListener('click', async ({ target }) => {
    await navigator.clipboard.writeText(markup.textContent);
    const said = target.textContent;
    target.textContent = 'Copied';
    target.addEventListener(
      'blur',
      () => {
        target.textContent = said;
      },
      { once: true },
    );
  });

  for (const name of (form.dataset.events ?? '').split(' ').filter(Boolean)) {
    element.addEventListener(name, (event) => {
      const line = document.createElement('li');
      line.textContent = `${name} ${fieldsOf(event)}`;
      log.prepend(line);
      while (log.children.length > 30) log.lastElementChild.remove();
    });
  }
}

/** The element as one would write it. */
function describe(element, names, inner) {
  const attributes = names
    .filter((name) => element.hasAttribute(name))
    .map((name) => {
      const value = element.getAttribute(name);
      return value === '' ? ` ${name}` : ` ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;
    });
  return `<${element.localName}${attributes.join('')}>${inner}</${element.localName}>`;
}

/** What an event of ours carries: its own fields, the plain ones in full. */
function fieldsOf(event) {
  return Object.entries(event)
    .filter(([key, value]) => key !== 'isTrusted' && typeof value !== 'function')
    .map(([key, value]) => `${key}: ${typeof value === 'object' && value !== null ? (value.message ?? value.headline ?? value.constructor.name) : value}`)
    .join(', ');
}
