"""How a page looks, and the little that it does where scripts may run."""

__all__ = ["CSS", "SCRIPT"]

CSS = """
:root{color-scheme:light dark;--paper:#fbfaf6;--card:#fff;--ink:#1e2428;--soft:#545d66;--line:#dcd8cd;--link:#0b5673;
--quote:#e3eef6;--quote-line:#3c7ea6;--num:#ffe3b3;--num-line:#8f5a00;--eval:#8a3f78;--name:#5d6770;--track:#ebe8df;
--own:#2f7396;--actual:#2f7396;--target:#b86e00;--derived:#7d8790;--land:#f1ece0;--border:#b9b2a0;--water:#d3e4ec;
--serif:"Iowan Old Style","Palatino Linotype",Palatino,"Book Antiqua","Noto Serif",Georgia,serif;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif}
@media (prefers-color-scheme:dark){:root{--paper:#15191c;--card:#1c2226;--ink:#e6e3db;--soft:#a9b2b9;--line:#353d43;
--link:#8cc8e6;--quote:#1d3443;--quote-line:#6fb1d6;--num:#55400f;--num-line:#f0b955;--eval:#e3a0d2;--name:#9aa5ad;
--track:#2a3136;--own:#5aa2c8;--actual:#5aa2c8;--target:#e39a35;--derived:#8a959d;--land:#2b3031;--border:#5d6666;
--water:#16262f}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 var(--sans);overflow-wrap:anywhere}
a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--target);outline-offset:2px;border-radius:2px}
h1,h2,h3{font-family:var(--serif);line-height:1.2;font-weight:600;margin:0}
h1{font-size:clamp(1.75rem,1.2rem + 2vw,2.6rem);max-width:30ch;letter-spacing:-.01em}
h2{font-size:1.75rem;margin:0 0 .4rem}
h3{font-size:1.15rem}
p{margin:.4rem 0}
small{font-size:.8rem}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:2}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
header,.frame,footer{max-width:76rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.6rem;padding-bottom:1.6rem}
.over{color:var(--soft);font-size:.9rem;margin:0 0 .6rem}
.over b{color:var(--ink)}
.ru-title{font:italic 1.1rem/1.4 var(--serif);color:var(--soft);margin:.5rem 0 1rem}
.not{max-width:46rem;color:var(--soft)}.not b{color:var(--ink)}
.lead{font:1.15rem/1.55 var(--serif);max-width:46rem}
.is{display:grid;gap:0 2.5rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr));max-width:62rem}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.2rem,1fr));gap:0;margin:1.4rem 0 0;padding:0;
border-block:1px solid var(--line)}
.figures div{padding:.7rem .4rem .6rem 0}
.figures dt{color:var(--soft);font-size:.85rem}
.figures dd{margin:0;font:600 1.75rem/1.1 var(--serif)}
.figures div{display:flex;flex-direction:column-reverse;justify-content:flex-end}
nav ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.1rem 1.1rem}
nav a{display:inline-block;padding:.3rem 0;text-decoration:none}
nav a:hover{text-decoration:underline}
search{display:block;margin:.9rem 0 0;padding:.9rem 1rem 1rem;background:var(--card);border:1px solid var(--line);
border-radius:8px}
search[hidden]{display:none}
search label{display:block;font-size:.85rem;color:var(--soft);margin:.5rem 0 .15rem}
select,button{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:5px;
padding:.35rem .5rem;width:100%;min-height:2.4rem}
button{margin-top:.8rem;cursor:pointer;background:var(--card)}
output{display:block;font-size:.9rem;margin-top:.7rem}
.part{padding:1.6rem 0 2rem;border-top:1px solid var(--line)}
.part:first-child{border-top:0;padding-top:.4rem}
.intro,.note{color:var(--soft);max-width:44rem;margin:.1rem 0 1rem}
.article{margin:0 0 1rem}
.article p{margin:.1rem 0;color:var(--soft)}
.paragraph{display:grid;gap:.2rem 1.6rem;padding:1.15rem 0;border-top:1px solid var(--line)}
.side h3{font-size:1.5rem;color:var(--soft);font-weight:400;display:inline-block;margin-right:.6rem}
.gist{font:1.14rem/1.5 var(--serif);margin:0 0 .5rem;max-width:44rem}
.wording{font:1.08rem/1.85 var(--serif);max-width:46rem;margin:.2rem 0 .8rem}
.wording:not(:first-child){padding-top:.2rem}
.gist:has(+.wording){font:italic .98rem/1.5 var(--serif);color:var(--soft)}
.on-quotation{background:var(--quote);padding-block:.18em}
.on-number{background:var(--num);font-weight:600;padding-block:.18em}
.on-mention{border-bottom:2px dotted var(--name)}
.on-evaluation{text-decoration:underline wavy var(--eval);text-decoration-thickness:1.5px;text-underline-offset:.3em;
text-decoration-skip-ink:none}
.seg:target{outline:3px solid var(--target)}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;margin:.4rem 0 1rem;padding:0;list-style:none;font-size:.9rem}
.rows{list-style:none;margin:.5rem 0;padding:0}
.rows>li{padding:.4rem 0 .4rem .8rem;border-left:3px solid var(--line);margin:.4rem 0}
.rows>.quotation{border-left-color:var(--quote-line)}
.rows>.number{border-left-color:var(--num-line)}
.rows>.promise{border-left-color:var(--target)}
.rows>.evaluation,.rows>.event,.rows>.relation{margin-left:1.4rem;font-size:.92rem;border-left-style:dotted;border-left-color:var(--eval)}
.rows>.event{border-left-color:var(--own)}
.item:target,.paragraph:target,.article:target{outline:2px solid var(--target);outline-offset:.3rem;border-radius:2px}
.chip{display:inline-block;font:.76rem/1.2 var(--sans);border:1px solid var(--line);background:var(--card);color:var(--soft);
border-radius:1rem;padding:.14rem .55rem;white-space:nowrap}
.topic{border-style:dashed}
.own-words{color:var(--soft);font-family:var(--serif);font-style:italic}
.cue{color:var(--soft)}.cue span{color:var(--ink);font-family:var(--serif);font-style:italic}
.cite{display:block;color:var(--soft);font-size:.74rem;line-height:1.5}
.cite a{color:var(--soft)}
.none{color:var(--soft);font-style:italic}
details{margin:.3rem 0}
summary{cursor:pointer;color:var(--link);width:fit-content;padding:.15rem .1rem}
.bar{display:block;width:100%;height:.7rem;margin:.25rem 0;border-radius:2px}
.track{fill:var(--track)}
.own{fill:var(--own)}.actual{fill:var(--actual)}.target{fill:var(--target)}
.derived{fill:url(#hatch)}.span{fill:var(--own)}.open{fill:url(#hatch)}
.hatch-ground{fill:var(--track)}.hatch-line{stroke:var(--derived);stroke-width:2.4}
.voice,.day{margin:1rem 0}
.voice p{margin:.1rem 0;color:var(--soft)}
.number.item>.bars,.bars{display:grid;grid-template-columns:minmax(6.5rem,max-content) 1fr;gap:.5rem 1rem;margin:.6rem 0;
max-width:48rem;align-items:center}
.bars dt{color:var(--soft);font-size:.9rem}
.bars dd{margin:0}
.bars span{font-size:.95rem}
div.number{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.9rem 1.1rem;margin:.8rem 0}
div.number h3::first-letter{text-transform:uppercase}
div.number p{font-size:.9rem;color:var(--soft);margin:.2rem 0 0}
.cards{list-style:none;padding:0;display:grid;gap:.9rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,21rem),1fr));
margin:.6rem 0 1.6rem}
.cards>li{background:var(--card);border:1px solid var(--line);border-top:4px solid var(--target);border-radius:6px;
padding:.8rem 1rem}
.cards b{font:600 1.08rem/1.35 var(--serif);display:block;margin-bottom:.35rem}
.cards dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .8rem;margin:.6rem 0;font-size:.92rem}
.cards dt{color:var(--soft)}.cards dd{margin:0}
.cards p{font-size:.92rem;color:var(--soft)}
.columns{columns:2 22rem;column-gap:2rem}
.columns>li{break-inside:avoid}
.columns p{font-size:.92rem;margin:.15rem 0}
.scrolled{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%;font-size:.92rem;overflow-wrap:normal}
th,td{text-align:left;vertical-align:top;padding:.5rem .8rem .5rem 0;border-bottom:1px solid var(--line);min-width:5rem}
.project td:last-child,.project td:first-child{min-width:14rem}
th{font-weight:600;color:var(--soft);font-size:.85rem}
figure{margin:.8rem 0 1.4rem}
figcaption{font-size:.85rem;color:var(--soft);margin-top:.4rem}
.map{display:block;width:100%;height:auto;border:1px solid var(--line);border-radius:8px}
.water{fill:var(--water)}
.land{fill:var(--land);stroke:var(--border);stroke-width:1;stroke-linejoin:round}
.country{fill:var(--soft);font:13.5px var(--sans);letter-spacing:.06em;text-anchor:middle}
.sea{fill:var(--link);font:italic 16px var(--serif);text-anchor:middle}
.route{fill:none;stroke:var(--target);stroke-width:3.5;stroke-linejoin:round;stroke-dasharray:9 5}
.place{fill:var(--target);stroke:var(--card);stroke-width:2.5}
.bare{fill:var(--card);stroke:var(--soft)}
.town{fill:var(--ink);font:600 18px var(--sans)}
.halo{stroke:var(--land);stroke-width:5px;stroke-linejoin:round}
.before{text-anchor:end}
#part-about>dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.4rem}
#part-about dt{color:var(--soft)}#part-about dd{margin:0}
code,.code{font:.86rem/1.5 ui-monospace,"Liberation Mono",Menlo,monospace}
footer{color:var(--soft);font-size:.88rem;padding-top:1rem;padding-bottom:3rem}
[data-out]{display:none!important}
@media (min-width:64rem){.frame{display:grid;grid-template-columns:13.5rem minmax(0,1fr);gap:0 3rem}
.aside{position:sticky;top:0;align-self:start;max-height:100vh;overflow-y:auto;padding:.6rem .3rem 1rem}
nav ul{display:block}
.paragraph{grid-template-columns:8.6rem minmax(0,1fr)}
.side h3{display:block}.side .chip{margin-bottom:.25rem;white-space:normal;border-radius:.7rem}}
@media (max-width:40rem){table,tbody,tr,td{display:block}thead{display:none}td{border:0;padding:.1rem 0}
tr{border-bottom:1px solid var(--line);padding:.6rem 0}td:not(:first-child):not(:empty)::before{content:attr(data-of) ": ";color:var(--soft)}
.country{display:none}.town{font-size:32px}.sea{font-size:30px}.place{stroke-width:4}
#part-about>dl{grid-template-columns:1fr;gap:0}#part-about dt{margin-top:.5rem}.bars{grid-template-columns:1fr;gap:.1rem}}
@media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444}body{font-size:10pt}nav,search,.skip{display:none}
.frame{display:block}details::details-content{content-visibility:visible;height:auto}.columns{columns:2}
.item,.cards>li{break-inside:avoid}a{color:inherit;text-decoration:none}}
"""

SCRIPT = """
(function () {
  "use strict";
  var form = document.getElementById("filter"), out = document.getElementById("count");
  var selects = form.querySelectorAll("select"), items = document.querySelectorAll(".item");
  var groups = document.querySelectorAll("[data-group]"), all = new Set();
  items.forEach(function (item) { all.add(item.dataset.row); });
  function apply() {
    var seen = new Set(), active = false;
    items.forEach(function (item) {
      var fits = true;
      selects.forEach(function (select) {
        if (select.value && item.dataset[select.name].split(" ").indexOf(select.value) < 0) { fits = false; }
      });
      item.toggleAttribute("data-out", !fits);
      if (fits) { seen.add(item.dataset.row); }
    });
    selects.forEach(function (select) { active = active || select.value !== ""; });
    groups.forEach(function (group) {
      group.toggleAttribute("data-out", active && !group.querySelector(".item:not([data-out])"));
      group.querySelectorAll("details").forEach(function (more) {
        if (active) { more.open = Boolean(more.querySelector(".item:not([data-out])")); } else { more.open = false; }
        more.toggleAttribute("data-out", active && !more.open);
      });
    });
    out.textContent = seen.size + " of " + all.size + " rows shown";
  }
  form.addEventListener("change", apply);
  document.getElementById("reset").addEventListener("click", function () {
    selects.forEach(function (select) { select.value = ""; });
    apply();
  });
  form.hidden = false;
  apply();
}());
"""
