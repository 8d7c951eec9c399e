/** The page's looks: light and dark, from phone to desktop, and on paper. Colours keep a contrast of 4.5 to 1 or more. */
export const style = `
:root{--bg:#fff;--soft:#f5f6f8;--line:#d9dce3;--ink:#1b1f27;--dim:#59606e;--link:#0b57d0;--focus:#0b57d0;
--fail:#b3261e;--error:#8a1c8f;--advisory:#9c4221;--waived:#6b5900;--review:#8a5300;--open:#00677d;--pass:#146c2e;--notApplicable:#666c78;--hit:#fff3c4}
@media (prefers-color-scheme:dark){:root{--bg:#14161b;--soft:#1d2027;--line:#363b46;--ink:#e6e8ee;--dim:#a2a9b8;--link:#8ab4f8;--focus:#8ab4f8;
--fail:#ff8a80;--error:#f0a5f5;--advisory:#ffa38a;--waived:#dcc45a;--review:#ffb95c;--open:#6fd3ea;--pass:#7ddb92;--notApplicable:#a2a9b8;--hit:#3d3513}}
*{box-sizing:border-box}
html{color-scheme:light dark;scroll-padding-top:1rem}
body{margin:0 auto;max-width:76rem;padding:1.5rem clamp(1rem,4vw,3rem) 4rem;background:var(--bg);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:3px}
[hidden]{display:none!important}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--bg);padding:.5rem 1rem;z-index:2}
.kicker{margin:0;color:var(--dim);letter-spacing:.04em}
h1{font-size:clamp(1.7rem,4vw,2.4rem);line-height:1.15;margin:.1rem 0 1rem}
h2{font-size:1.45rem;line-height:1.25;margin:2.5rem 0 .5rem}
h3{font-size:1.15rem;margin:1.75rem 0 .5rem}
h4,h5,h6{font-size:1rem;margin:0}.group>h4{margin:1.5rem 0 .5rem}
small{font-weight:400;color:var(--dim);font-size:.9rem;margin-left:.4rem}
code,pre{font-family:ui-monospace,"SF Mono","Cascadia Code",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em}
.facts{display:flex;flex-wrap:wrap;gap:.25rem 2rem;margin:0 0 1rem}.facts div{display:flex;gap:.5rem}.facts dt{color:var(--dim)}.facts dd{margin:0}
.bar{display:block;width:100%;height:.75rem;border-radius:.4rem;background:var(--soft)}
.counts{font-size:1.1rem;font-weight:600;margin:.6rem 0 1rem}
rect.fail{fill:var(--fail)}rect.error{fill:var(--error)}rect.advisory{fill:var(--advisory)}rect.waived{fill:var(--waived)}rect.review{fill:var(--review)}rect.open{fill:var(--open)}rect.pass{fill:var(--pass)}rect.notApplicable{fill:var(--line)}
form{background:var(--soft);border:1px solid var(--line);border-radius:.6rem;padding:1rem;margin:0 0 1.5rem;display:grid;gap:.75rem}
fieldset{border:0;margin:0;padding:0;min-width:0}legend{padding:0;color:var(--dim);font-size:.9rem;margin-bottom:.3rem}
.chips,.fields{display:flex;flex-wrap:wrap;gap:.5rem .6rem;align-items:end}
.chip{display:inline-flex;align-items:center;gap:.35rem;border:1px solid var(--line);border-radius:2rem;padding:.25rem .8rem;background:var(--bg);cursor:pointer;min-height:2.25rem}
.chip:has(:checked){border-color:currentColor;box-shadow:inset 0 0 0 1px currentColor}
.fields label{display:grid;grid-template-columns:minmax(0,1fr);gap:.2rem;font-size:.9rem;color:var(--dim);flex:1 1 13rem}
select,input[type=search],button{font:inherit;font-size:1rem;color:var(--ink);background:var(--bg);border:1px solid var(--line);border-radius:.4rem;padding:.4rem .7rem;min-height:2.5rem;max-width:100%}
button{cursor:pointer}button[aria-pressed=true]{border-color:var(--link)}
output{color:var(--dim)}
.item{border:1px solid var(--line);border-left:.3rem solid var(--line);border-radius:.4rem;padding:.7rem 1rem;margin:.6rem 0;display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.15rem 1rem}
.item>*{grid-column:1/-1}.item>h4,.item>h5{grid-column:1}.item>.id{grid-column:2;grid-row:1;margin:0;font-size:.9rem}
.item.fail{border-left-color:var(--fail)}.item.error{border-left-color:var(--error)}.item.advisory{border-left-color:var(--advisory)}.item.waived{border-left-color:var(--waived)}.item.review{border-left-color:var(--review)}.item.open{border-left-color:var(--open)}.item.pass{border-left-color:var(--pass)}
.item:target{box-shadow:0 0 0 2px var(--focus)}
.badge{font-weight:600;font-size:.9rem;margin-right:.3rem;white-space:nowrap}
.fail .badge,.chip.fail{color:var(--fail)}.error .badge,.chip.error{color:var(--error)}.advisory .badge,.chip.advisory{color:var(--advisory)}.waived .badge,.chip.waived{color:var(--waived)}.review .badge,.chip.review{color:var(--review)}.open .badge,.chip.open{color:var(--open)}.pass .badge,.chip.pass{color:var(--pass)}.notApplicable .badge,.chip.notApplicable{color:var(--notApplicable)}
.notApplicable .words,.pass .headline,.notApplicable .headline{color:var(--dim)}
.id a{color:var(--dim);text-decoration:none}.id a:hover{text-decoration:underline}
.findings{margin:.3rem 0;padding-left:1.2rem}.findings li{margin:.25rem 0}
.place{white-space:normal}em{color:var(--dim)}
.decision{margin:.3rem 0;color:var(--waived)}
.fix{margin:.4rem 0 0}
details summary{cursor:pointer;color:var(--dim);font-size:.9rem;padding:.25rem 0}
.about dl{margin:.2rem 0 .4rem;display:grid;gap:.1rem}.about dt{color:var(--dim);font-size:.9rem}.about dd{margin:0 0 .4rem}
pre{margin:.35rem 0 .5rem;padding:.5rem 0;background:var(--soft);border:1px solid var(--line);border-radius:.4rem;overflow-x:auto;line-height:1.45}
.line{display:block;width:max-content;min-width:100%;padding-right:1rem;white-space:pre}
.line::before{content:attr(data-n);display:inline-block;width:3.5rem;padding-right:1rem;text-align:right;color:var(--dim);user-select:none}
.line.hit{background:var(--hit)}
.scroll{overflow-x:auto}table{border-collapse:collapse;margin-bottom:1.5rem}th,td{padding:.35rem .9rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap;overflow-wrap:normal}th:first-child{text-align:left}
footer{margin-top:3rem;color:var(--dim);font-size:.9rem;border-top:1px solid var(--line)}
@media (max-width:40rem){.item{grid-template-columns:minmax(0,1fr)}.item>.id{grid-column:1;grid-row:auto}.line::before{width:2.6rem;padding-right:.6rem}.badge{display:block}.item{padding:.7rem .8rem}}
@media print{:root{--bg:#fff;--soft:#fff;--ink:#000;--dim:#333;--link:#000}body{max-width:none;padding:0;font-size:10pt}form,.skip,.about{display:none}li,.fix{break-inside:avoid}h2,h3,h4,h5{break-after:avoid}pre{overflow:visible}.line{white-space:pre-wrap;width:auto}details::details-content{content-visibility:visible}}
`;
