"""Elements that HTML and SVG know: their names mean nothing in a program."""

from __future__ import annotations

_NAMES = """
a abbr acronym address area article aside audio b base bdi bdo big blink blockquote body br button
canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt
em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header
hgroup hr html i iframe img input ins kbd label legend li link main map mark marquee menu menuitem
meta meter nav nobr noframes noscript object ol optgroup option output p param picture pre progress
q rb rp rt rtc ruby s samp search section select slot small source span strike strong style sub
summary sup table tbody td template textarea tfoot th thead time title tr track tt u ul var video
wbr
animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend feColorMatrix
feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight
feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode
feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter
foreignObject g image line linearGradient marker mask metadata mpath path pattern polygon polyline
radialGradient rect set stop svg switch symbol text textPath tspan use view
"""

NATIVE = frozenset(_NAMES.encode().split())
