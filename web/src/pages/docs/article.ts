// How the manual looks: the classes of an article whose HTML the server made.
export const ARTICLE = [
  'text-[14px] leading-[22px] max-w-[920px] px-6 py-4',
  '[&_h2]:mt-7 [&_h2]:mb-2 [&_h2]:text-[17px] [&_h2]:leading-6 [&_h2]:scroll-mt-16 [&_h3]:mt-5 [&_h3]:mb-1 [&_h3]:scroll-mt-16 [&>:first-child]:mt-0',
  '[&_p]:my-2 [&_p]:max-w-[80ch] [&_ul]:my-2 [&_ul]:list-disc [&_ul]:pl-5 [&_ol]:my-2 [&_ol]:list-decimal [&_ol]:pl-5 [&_li]:my-1',
  '[&_a]:text-yes [&_a]:underline [&_a]:decoration-1 [&_a]:underline-offset-3',
  '[&_pre]:my-3 [&_pre]:overflow-x-auto [&_pre]:rounded-control [&_pre]:bg-sunken [&_pre]:p-3 [&_:not(pre)>code]:rounded-chip [&_:not(pre)>code]:bg-sunken [&_:not(pre)>code]:px-1',
  '[&_table]:my-3 [&_table]:text-body [&_th]:border-b [&_th]:border-line [&_th]:py-1.5 [&_th]:pr-4 [&_th]:text-left',
  '[&_th]:font-[500] [&_th]:text-ink-3 [&_td]:border-b [&_td]:border-line [&_td]:py-1.5 [&_td]:pr-4 [&_td]:align-top',
  '[&_blockquote]:my-3 [&_blockquote]:border-l-2 [&_blockquote]:border-line-2 [&_blockquote]:pl-3 [&_blockquote]:text-ink-2 [&_img]:max-w-full',
].join(' ')
