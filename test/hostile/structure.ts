/** What may not be in a page after foreign HTML was put in it, however it got there. */

const foreign =
  'script, style, iframe, frame, object, embed, applet, base, meta, link, form, button, select, textarea, template, svg, dialog, noscript, blog-comments, [style], [srcdoc], [ping], [target], [formaction], [action], [background], [is], [slot], [part], [contenteditable], [autofocus], [autoplay], [accesskey], [name]';
const addresses = ['href', 'src', 'srcset', 'poster', 'cite', 'data', 'longdesc', 'xlink:href'];

/** Descriptions of everything that is wrong under `root`; open shadow roots are not entered, they are ours. */
export function faults(root: ParentNode): string[] {
  const found: string[] = [];
  for (const element of root.querySelectorAll('*')) {
    if (element.matches(foreign)) found.push(element.outerHTML);
    for (const { name, value } of element.attributes) {
      if (/^on|^data-(?!blog-)/i.test(name)) found.push(`${element.localName} ${name}`);
      if (addresses.includes(name)) {
        const safe = /^(https?:|mailto:|tel:|#)/.test(value) || /^data:image\/(png|gif|jpeg|webp|avif);base64,/.test(value);
        if (!safe) found.push(`${element.localName} ${name}=${value}`);
        if (name === 'srcset' && value.split(/,\s+/).some((candidate) => !/^https?:\S+( [\d.]+[wxh])?$/.test(candidate))) found.push(`srcset ${value}`);
      }
    }
    if (
      element.id &&
      (element.id in Document.prototype || element.id in HTMLFormElement.prototype || Object.hasOwn(window, element.id) || Object.hasOwn(document, element.id))
    )
      found.push(`id ${element.id}`);
    if (element.id && element.ownerDocument.querySelectorAll(`#${CSS.escape(element.id)}`).length > 1) found.push(`id ${element.id} twice`);
  }
  return found;
}
