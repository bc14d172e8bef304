/** A Markdown post of about so many words: paragraphs with what blogs have between them. */
export function markdownPost(words) {
  const vocabulary =
    'the train stood still between two stations and nobody knew why so we talked about bread rivers winter tea letters maps and the long way home'.split(' ');
  const parts = ['# A long way home\n'];
  let count = 0;
  for (let block = 0; count < words; block++) {
    const sentence = (length) => Array.from({ length }, (_, index) => vocabulary[(block * 7 + index * 5 + count) % vocabulary.length]).join(' ');
    if (block % 6 === 0) parts.push(`## Part ${block / 6 + 1}: ${sentence(4)}\n`);
    if (block % 9 === 4) parts.push(`- ${sentence(12)}\n- *${sentence(6)}* ${sentence(8)}\n- ${sentence(9)}\n`);
    if (block % 11 === 7) parts.push(`> ${sentence(30)}\n`);
    if (block % 17 === 9)
      parts.push(`| ${sentence(1)} | ${sentence(1)} |\n|---|---|\n| ${sentence(3)} | ${sentence(4)} |\n| ${sentence(2)} | ${sentence(5)} |\n`);
    parts.push(`${sentence(40)}, **${sentence(3)}**, ${sentence(25)} [${sentence(2)}](/${block}) ${sentence(20)}.\n`);
    count = parts.join(' ').split(/\s+/).length;
  }
  return parts.join('\n');
}
