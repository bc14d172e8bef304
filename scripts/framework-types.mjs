/**
 * A plugin for the manifest analyzer: types for Vue's and Svelte's templates, from the classes and the event maps of the
 * library itself, so that they need no upkeep. (React's and other JSX types come from @wc-toolkit/jsx-types.)
 */
import { mkdirSync, writeFileSync } from 'node:fs';

export function frameworkTypes({ outdir, tags, pathOf }) {
  return {
    name: 'framework-types',
    packageLinkPhase({ customElementsManifest }) {
      const elements = customElementsManifest.modules.flatMap((module) => module.declarations ?? []).filter(({ tagName }) => tags.includes(tagName));
      if (elements.length === 0) return;
      const imports = elements.map(({ name, tagName }) => `import type { ${name} } from '${pathOf(tagName)}';`).join('\n');
      const attributes = (element) =>
        (element.attributes ?? []).map(({ name, type }) => `    '${name}'?: ${/boolean/.test(type?.text ?? '') ? 'boolean' : 'string | number'};`).join('\n');
      const props = elements.map((element) => `  '${element.tagName}': {\n${attributes(element)}\n  };`).join('\n');
      const head = '// Generated from the source: do not edit.\n';
      mkdirSync(outdir, { recursive: true });
      writeFileSync(
        `${outdir}/vue.d.ts`,
        `${head}${imports}
import type { DefineComponent } from 'vue';

interface Attributes {
${props}
}
type Properties<Tag extends keyof Attributes, E> = Attributes[Tag] & Partial<Omit<E, keyof HTMLElement | keyof Attributes[Tag]>>;

declare module 'vue' {
  interface GlobalComponents {
${elements.map(({ name, tagName }) => `    '${tagName}': DefineComponent<Properties<'${tagName}', ${name}>>;`).join('\n')}
  }
}
`,
      );
      writeFileSync(
        `${outdir}/svelte.d.ts`,
        `${head}${imports}
import type { HTMLAttributes } from 'svelte/elements';

interface Attributes {
${props}
}
type Listeners = { [Name in keyof HTMLElementEventMap as Name extends \`blog-\${string}\` ? \`on\${Name}\` : never]?: (event: HTMLElementEventMap[Name]) => void };

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
${elements.map(({ name, tagName }) => `    '${tagName}': HTMLAttributes<${name}> & Attributes['${tagName}'] & Listeners;`).join('\n')}
  }
}
`,
      );
    },
  };
}
