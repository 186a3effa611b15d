// Words with hashes or addresses in them: those belong to no language, and translators and reading voices are told so.
export function Coded({ words, codes }: { words: string; codes: Record<string, string> }) {
  return words.split(/(\{\w+\})/).map((part, at) => {
    const code = codes[part.slice(1, -1)]
    return code === undefined || !part.startsWith('{') ? part : <code key={at} translate="no">{code}</code>
  })
}
