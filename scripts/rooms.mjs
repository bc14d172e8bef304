/**
 * Cuts the code for script tags into files (rollup.config.mjs has the list of rooms).
 *
 * A room may use what is in the file that loaded it: Lit, the sanitizer, the words. It cannot import that file, because it does not know its address:
 * `blog-elements.js` and `blog-elements.js?ver=6.1` are two modules to a browser, and WordPress adds such a query to every script. So each module that
 * rooms use puts its exports into one object on the page, under its path, and rooms read them there. All entries can then share one set of rooms.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join, relative, resolve } from 'node:path';
import { parseAst } from 'rollup/parseAst';

const dist = resolve('dist');

/** The path within dist/, or the name of a package. */
const pathOf = (id) => (id.startsWith(dist) ? relative(dist, id).replaceAll('\\', '/') : (/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? id));
/** As an import within dist/ would name it: rollup makes only those relative to the output. */
const relativePath = (from, to) => `./${relative(dirname(from), to)}`.replace('./../', '../');
const nameOf = (path) => path.replace(/\.js$/, '').replace(/\W/g, '_');
const isLanguage = (path) => /^base\/words\/(?!en\b|translation\b)[\w-]+\.js$/.test(path);

/**
 * @param rooms name → expression for the paths of its modules in dist/, or packages
 * @param version of the package: two versions on one page keep apart
 */
export function cutIntoRooms(rooms, version) {
  const shared = `globalThis[Symbol.for(${JSON.stringify(`blog-elements ${version}`)})]`;
  const roomOf = (id) => /^(?:room|\0shared):([^:]+)/.exec(id)?.[1] ?? Object.keys(rooms).find((name) => rooms[name].test(pathOf(id)));
  /** Module → the room it loads late, as its file. */
  const files = new Map();
  /** Path of a module in the first view → which of its exports each room uses. */
  const used = new Map();

  /** Room → the files it imports statically. */
  const importsOfRooms = new Map();
  /** Room → the rooms it loads in either way. */
  const reachedFromRooms = new Map();

  /** The modules that are imported by `import()`, with the room each is in. */
  const doors = new Map();
  for (const file of readdirSync(dist, { recursive: true }).filter((name) => name.endsWith('.js'))) {
    const path = join(dist, file);
    for (const [, target] of readFileSync(path, 'utf8').matchAll(/\bimport\('(\.[^']+)'\)/g)) {
      const door = resolve(dirname(path), target);
      if (roomOf(door)) doors.set(door, roomOf(door));
    }
  }
  const languages = readdirSync(join(dist, 'base/words'))
    .filter((name) => isLanguage(`base/words/${name}`))
    .sort();
  // One hash for all languages: their names stand in what every page loads.
  const hashOfLanguages = createHash('sha256')
    .update(languages.map((name) => readFileSync(join(dist, 'base/words', name), 'utf8')).join())
    .digest('base64url')
    .slice(0, 8);
  for (const name of languages) files.set(join(dist, 'base/words', name), `languages/${name.replace('.js', '')}-${hashOfLanguages}.js`);

  const input = {
    ...Object.fromEntries(Object.keys(rooms).map((name) => [`chunks/${name}`, `room:${name}`])),
    ...Object.fromEntries(languages.map((name) => [`languages/${name.replace('.js', '')}`, join(dist, 'base/words', name)])),
  };

  /** Makes each `import()` of a room give the module that is meant. A file that did not come is asked for again: base/load-once.ts needs its name. */
  function loadRooms(code, id, load) {
    return code.replace(/\bimport\('(\.[^']+)'\)/g, (whole, target) => {
      const door = resolve(dirname(id), target);
      if (!doors.has(door)) return whole;
      const name = nameOf(pathOf(door));
      return `${load(whole, door)}.then((room) => room.${name}, (error) => { throw Object.assign(error, { part: '${name}' }); })`;
    });
  }

  /** For the build of the rooms: what belongs to the first view is read from the page. */
  const roomsPlugin = {
    name: 'rooms',
    resolveId: {
      order: 'pre',
      async handler(source, importer, options) {
        if (source.startsWith('room:')) return source;
        if (!importer || importer.startsWith('\0')) return null;
        const found = await this.resolve(source, importer, options);
        // A room has its packages to itself, but for Lit.
        if (!found || roomOf(found.id) || isLanguage(pathOf(found.id)) || (!found.id.startsWith(dist) && !found.id.includes('/node_modules/lit/')))
          return found;
        const room = roomOf(importer);
        if (!room) throw new Error(`${pathOf(importer)} is in no room, and imports ${pathOf(found.id)}`);
        // One for each room: shared, it would become a file of its own.
        return `\0shared:${room}:${pathOf(found.id)}`;
      },
    },
    load(id) {
      if (id.startsWith('room:')) {
        const names = [...doors]
          .filter(([, room]) => room === id.slice(5))
          .map(([door]) => `export * as ${nameOf(pathOf(door))} from ${JSON.stringify(door)};`);
        // Without names it is a room that others share.
        return names.join('\n') || 'export {};';
      }
      const [, path] = /^\0shared:[^:]+:(.*)$/.exec(id) ?? [];
      return path ? { code: `export default ${shared}[${JSON.stringify(path)}];`, syntheticNamedExports: true, moduleSideEffects: false } : null;
    },
    async transform(code, id) {
      const room = roomOf(id);
      if (!room || id.startsWith('room:')) return null;
      for (const node of parseAst(code).body) {
        if (node.type !== 'ImportDeclaration') continue;
        const { id: found } = (await this.resolve(node.source.value, id)) ?? {};
        const [, path] = /^\0shared:[^:]+:(.*)$/.exec(found ?? '') ?? [];
        if (!path) continue;
        if (!used.has(path)) used.set(path, new Map());
        for (const { imported } of node.specifiers) {
          if (!imported) throw new Error(`${pathOf(id)}: import the names that are used from ${path}`);
          const names = used.get(path);
          names.set(imported.name, (names.get(imported.name) ?? new Set()).add(room));
        }
      }
      return { code: loadRooms(code, id, (_, door) => `import('room:${doors.get(door)}')`), map: null };
    },
    generateBundle(_, output) {
      const roomOfFile = (file) => /^room:(.*)/.exec(output[file]?.facadeModuleId ?? '')?.[1];
      for (const chunk of Object.values(output)) {
        if (!chunk.facadeModuleId?.startsWith('room:')) {
          if (!isLanguage(pathOf(chunk.facadeModuleId ?? ''))) this.error(`${chunk.fileName} is no room: ${Object.keys(chunk.modules).map(pathOf).join(', ')}`);
          continue;
        }
        const room = roomOfFile(chunk.fileName);
        for (const [door, roomOfDoor] of doors) if (roomOfDoor === room) files.set(door, chunk.fileName);
        importsOfRooms.set(room, chunk.imports);
        reachedFromRooms.set(room, [...chunk.imports, ...chunk.dynamicImports].map(roomOfFile));
      }
    },
  };

  const isRoomFile = (file) => [...importsOfRooms.values()].some((imports) => imports.includes(file));

  /** For the builds of entries: what rooms use is given to them, and `import()` loads the room's file. */
  const entriesPlugin = {
    name: 'entries',
    resolveDynamicImport(specifier, importer) {
      const id = resolve(dirname(importer), String(specifier));
      // A path in dist/ becomes the same path in cdn/.
      if (isRoomFile(relative(dist, id))) return { id, external: true };
      return files.has(id) ? { id: join(dist, files.get(id)), external: true } : null;
    },
    transform(code, id) {
      const names = used.get(pathOf(id));
      const isEntryOfPackage = id.startsWith(dist) || /\/node_modules\/lit\/index\.js$/.test(id);
      let isReexport = false;
      let result = loadRooms(code, id, (whole, door) => {
        // What the room itself imports comes beside it, not after it.
        const beside = importsOfRooms
          .get(doors.get(door))
          .map((file) => `import(${JSON.stringify(relativePath(id, join(dist, file)))}).catch(() => {}), `)
          .join('');
        return `(${beside}${whole})`;
      });
      // Of base/, every entry has what rooms share; other folders belong to the elements that use them.
      if (this.getModuleInfo(id).isEntry)
        result =
          [...used.keys()]
            .filter((path) => path.startsWith('base/'))
            .map((path) => `import ${JSON.stringify(join(dist, path))};\n`)
            .join('') + result;
      if (names && isEntryOfPackage) {
        const list = [...names.keys()];
        // What a module passes on is no name within it.
        isReexport = /\bexport\s*(\*|\{[^}]*\}\s*from)/.test(code);
        if (isReexport) result = `import { ${list.map((name) => `${name} as shared_${name}`).join(', ')} } from ${JSON.stringify(id)};\n${result}`;
        result += `\n(${shared} ??= {})[${JSON.stringify(pathOf(id))}] ??= { ${list.map((name) => (isReexport ? `${name}: shared_${name}` : name)).join(', ')} };\n`;
      }
      return result === code ? null : { code: result, map: null, ...(names && { moduleSideEffects: true }) };
    },
    /** Every room that a page can load must find what it reads. */
    generateBundle(_, output) {
      const chunks = Object.values(output).filter(({ type }) => type === 'chunk');
      const roomOfFile = new Map([...files].map(([door, file]) => [file, roomOf(door)]));
      for (const entry of chunks.filter(({ isEntry }) => isEntry)) {
        const reached = new Set([entry.fileName]);
        for (const file of reached) for (const next of output[file]?.imports ?? []) reached.add(next);
        const here = [...reached].map((file) => output[file]).filter(Boolean);
        for (const id of here.flatMap(({ modules }) => Object.keys(modules)))
          if (roomOf(id)) this.error(`${entry.fileName} imports ${pathOf(id)}, which is in the room "${roomOf(id)}"`);
        const given = new Set(
          here.flatMap(({ modules }) =>
            Object.keys(modules)
              .filter((id) => modules[id].renderedLength)
              .map(pathOf),
          ),
        );
        const loaded = new Set(here.flatMap(({ dynamicImports }) => dynamicImports.map((file) => roomOfFile.get(file))).filter(Boolean));
        // A room may load another.
        for (const room of loaded) for (const next of reachedFromRooms.get(room)) loaded.add(next);
        for (const [path, names] of used) {
          const users = [...new Set([...names.values()].flatMap((set) => [...set]))].filter((room) => loaded.has(room));
          if (users.length && !given.has(path))
            this.error(`${entry.fileName} does not hold ${path}, which the rooms it loads use: ${users.join(', ')}. Put it into one of them.`);
        }
      }
    },
  };

  return { input, pathOf, roomOf, roomsPlugin, entriesPlugin, languageFile: (id) => files.get(id) };
}
