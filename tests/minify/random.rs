//! Random documents: most of them as people write them, some as nobody should.

/// Numbers that follow from a seed.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 20).unwrap_or_default() % below
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.next(of.len())]
    }

    /// Whether something happens that does once in `times`.
    fn once_in(&mut self, times: usize) -> bool {
        self.next(times) == 0
    }
}

const SPACES: &[&str] = &["", "", "", " ", " ", "\n", "  ", "\n  ", " \t ", "\r\n", "\u{c} "];
const WORDS: &[&str] = &[
    "a",
    "word",
    "long words in a row",
    "1 < 2",
    "a & b",
    "&amp;",
    "&lt;b&gt;",
    "&quot;",
    "&#39;",
    "&#x2F;",
    "&nbsp;",
    "é",
    "&copy",
    "&amp;copy",
    "&am",
    "p;",
    "&#32;",
    "x&#10;y",
    "<",
    "a<",
    "R&amp;D",
    "&bogus;",
    "\u{a0}",
    "two  spaces",
    "a\n  b",
    "&amp;#38;",
    "<&#x2F;b>",
    "&mdash;",
    "#",
    "&&amp;lt;",
    "漢字\n漢字",
];
const INLINE: &[&str] = &[
    "a", "b", "i", "em", "strong", "span", "code", "small", "kbd", "abbr", "label", "mark", "q", "sub", "x-card",
    "font", "output",
];
const BLOCK: &[&str] = &[
    "div",
    "p",
    "section",
    "article",
    "ul",
    "h1",
    "h2",
    "blockquote",
    "pre",
    "table",
    "dl",
    "figure",
    "details",
    "form",
    "nav",
    "address",
    "fieldset",
];
const ODD: &[&str] = &[
    "<!-- c -->",
    "<!---->",
    "<!-->",
    "<!--#include x -->",
    "<!--[if IE]> x <![endif]-->",
    "<!bogus>",
    "<?php x ?>",
    "</>",
    "</ x>",
    "<![CDATA[ x ]]>",
    "</p>",
    "</b>",
    "</div>",
    "</br>",
    "<li>",
    "<td> x",
    "<tr>",
    "<body class=x>",
    "<html lang=y>",
    "<head>",
    "</body>",
    "</html>",
    "<option>",
    "<nobr>",
    "<image src=x>",
    "<button>",
    "<form>",
    "<b>",
    "<i> <div>",
    "<a href=x>",
    "<plaintext>",
    "<xmp> a  <b> </xmp>",
    "<frameset>",
    "</table>",
    "<caption> x",
    "<col>",
    "<rb>",
    "<listing>\n a </listing>",
    "</select>",
    "<p> x",
    "<div>",
    "<table> x",
    "<svg> <p> x",
    "<math> <mi> x <b> y </mi> </math>",
    "<select> <b> x",
    "<noscript> <p>",
    "</noscript>",
    "<template> <tr> x",
    "</template>",
    "<title> a  b </title>",
    "<noembed> <b>  x </noembed>",
    "<h1> <h2> x",
    "<dd> x <dt> y",
    "<a>x<a>y",
    "<ruby> x <rt> y <rt> z </ruby>",
    "<meta name=a content=b>",
    "<link rel=x href=y>",
    "<svg> <foreignObject> <p> a <p> b </foreignObject> </svg>",
    "<svg><style> a  &amp; b </style></svg>",
    "<svg><title> a <b> c </b></title></svg>",
    "<object> x </object>",
    "<a></p>x",
    "<marquee>",
];
const VOID: &[&str] = &[
    "<br>",
    "<br />",
    "<img src=\"a b\" alt=''>",
    "<input type=text disabled=\"disabled\">",
    "<hr>",
    "<wbr>",
    "<embed src=x>",
];
const ATTRIBUTES: &[&str] = &[
    " class=\"a  b\"",
    " class=' x '",
    " class=''",
    " id=x",
    " title=\"a 'b'\"",
    " title='a \"b\"'",
    " title=\"&quot;x&quot;\"",
    " href=\"?a=1&amp;b=2\"",
    " href=/a/",
    " data-x=\"\"",
    " hidden",
    " data-y=\"&lt;b&gt;\"",
    " style=\"color: red\"",
    " title=\"&#10;x\"",
    " title=\"a\n b\"",
    " data-z = \"`\"",
    " ID=Y",
    " id=x id=y",
    " a/b",
    " title=\"&amp;lt;\"",
    " title=\"&copy=1&reg;\"",
    " data-w='='",
    " STYLE='white-space:  pre'",
    " title=\"&amp&#61;x\"",
    " title=a&quot;b'c",
];

/// A document of a seed.
pub(crate) fn document(seed: u64) -> String {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    for _ in 0..4 {
        random.next(2);
    }
    // a third of all documents nest as they should, a third have one thing that does not
    let mut writer = Writer { oddities: [0, 1, 8][random.next(3)], random, out: String::new() };
    let is_page = writer.random.once_in(2);
    if is_page {
        writer.head();
    }
    for _ in 0..=writer.random.next(5) {
        writer.blocks(4);
    }
    if is_page {
        writer.out.push_str("</body>");
        writer.space();
        writer.out.push_str("</html>");
        writer.space();
    }
    writer.out
}

/// Pieces of markup in any order.
pub(crate) fn shreds(seed: u64) -> String {
    const SHREDS: &[&str] = &[
        "<",
        "</",
        ">",
        "/",
        "!",
        "--",
        "<!--",
        "-->",
        "\"",
        "'",
        "=",
        " ",
        "  ",
        "\n",
        "a",
        "b",
        "p",
        "div",
        "&",
        ";",
        "#",
        "amp",
        "lt",
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<pre>",
        "</pre>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<textarea>",
        "</textarea>",
        "<title>",
        "</title>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "<svg>",
        "</svg>",
        "<math>",
        "</math>",
        "<select>",
        "</select>",
        "<option>",
        "<template>",
        "</template>",
        "<noscript>",
        "</noscript>",
        "<li>",
        "<ul>",
        "</ul>",
        "<a href=x>",
        "</a>",
        "<br>",
        "<img>",
        "<head>",
        "</head>",
        "<body>",
        "</body>",
        "<html>",
        "</html>",
        "<!doctype html>",
        "<button>",
        "</button>",
        "<iframe>",
        "</iframe>",
        "<form>",
        "</form>",
        "<h1>",
        "</h1>",
        "<span class=' x '>",
        "</span>",
        "\u{feff}",
        "é",
        "\0",
        "<path d=x/>",
        "<foreignObject>",
        "</foreignObject>",
        "<mi>",
        "</mi>",
        "<![CDATA[",
        "]]>",
        "<caption>",
        "<dd>",
        "<dt>",
        "<object>",
        "</object>",
        "<desc>",
        "</desc>",
    ];
    let mut random = Random(seed.wrapping_mul(0xd134_2543_de82_ef95) | 1);
    for _ in 0..4 {
        random.next(2);
    }
    let count = 3 + random.next(25);
    (0..count).map(|_| random.one(SHREDS)).collect()
}

struct Writer {
    random: Random,
    out: String,
    /// How many odd things the document still gets.
    oddities: usize,
}

impl Writer {
    fn space(&mut self) {
        self.out.push_str(self.random.one(SPACES));
    }

    fn word(&mut self) {
        self.out.push_str(self.random.one(WORDS));
    }

    fn odd(&mut self) {
        if self.oddities > 0 && self.random.once_in(6) {
            self.oddities -= 1;
            self.out.push_str(self.random.one(ODD));
        }
    }

    fn head(&mut self) {
        self.out.push_str("<!doctype html>\n<html lang=\"en\">");
        self.space();
        self.out.push_str("<head>");
        for _ in 0..self.random.next(4) {
            self.space();
            self.odd();
            self.out.push_str(self.random.one(&[
                "<meta charset=\"utf-8\">",
                "<title> A  &amp; B </title>",
                "<link rel=\"icon\" href=\"/a.png\" />",
                "<!-- x -->",
                "<script> f(  ) </script>",
                "<style> a  { } </style>",
                "<noscript> <link rel=\"x\"> </noscript>",
                "<script type=\"application/json\"> {  } </script>",
            ]));
        }
        self.space();
        self.out.push_str("</head>");
        self.space();
        self.out.push_str("<body>");
        self.space();
    }

    fn open(&mut self, name: &str) {
        self.out.push('<');
        self.out.push_str(name);
        for _ in 0..self.random.next(3) {
            self.out.push_str(self.random.one(ATTRIBUTES));
        }
        self.out.push('>');
    }

    fn close(&mut self, name: &str) {
        let may_be_left_out = ["p", "li", "td", "tr", "dd", "dt", "option"].contains(&name);
        if !(may_be_left_out && self.random.once_in(5)) {
            self.out.push_str(&format!("</{name}>"));
        }
    }

    fn blocks(&mut self, depth: usize) {
        for _ in 0..=self.random.next(3) {
            self.space();
            self.odd();
            if self.random.once_in(5) {
                self.inlines(2, false);
            }
            if self.random.once_in(8) {
                self.out.push_str(self.random.one(&[
                    "<hr>",
                    "<!-- c -->",
                    "<script> f(  ) </script>",
                    "<template> <p> x  </p> </template>",
                ]));
            }
            let name = self.random.one(BLOCK);
            self.open(name);
            match name {
                "ul" => self.parts("li", depth),
                "dl" => self.parts("dd", depth),
                "table" => self.rows(depth),
                "p" | "h1" | "h2" | "pre" => self.inlines(3, false),
                _ if depth > 0 => self.blocks(depth - 1),
                _ => self.inlines(2, false),
            }
            self.close(name);
            self.space();
        }
    }

    fn parts(&mut self, name: &str, depth: usize) {
        for _ in 0..self.random.next(4) {
            self.space();
            self.odd();
            self.open(name);
            if depth > 0 && self.random.once_in(3) {
                self.blocks(depth - 1)
            } else {
                self.inlines(2, false)
            }
            self.close(name);
        }
        self.space();
    }

    fn rows(&mut self, depth: usize) {
        self.space();
        self.out.push_str(self.random.one(&[
            "",
            "",
            "<caption> x </caption>",
            "<colgroup> <col> </colgroup>",
            "<thead> <tr> <th> x </th> </tr> </thead>",
            "<tbody>",
        ]));
        for _ in 0..self.random.next(3) {
            self.space();
            self.odd();
            self.out.push_str("<tr>");
            self.parts("td", depth);
            self.close("tr");
        }
        self.space();
    }

    fn inlines(&mut self, depth: usize, is_link: bool) {
        self.space();
        for _ in 0..=self.random.next(4) {
            self.odd();
            match self.random.next(10) {
                0..=3 => self.word(),
                4 => self.out.push_str(self.random.one(VOID.get(..4).unwrap_or(VOID))),
                5 => self.out.push_str(self.random.one(&[
                    "<!-- c -->",
                    "<script> f(  ) </script>",
                    "<svg viewBox=\"0 0\"> <path d=\"M 0\"/> <g> <circle r='1' /> </g> <text> a  b </text> </svg>",
                    "<math> <mi> x </mi> <mo>=</mo> </math>",
                    "<select> <option> a  b </option> <option>c </select>",
                    "<textarea>\n a  b </textarea>",
                    "<button> x  y </button>",
                    "<video> <source src=x> </video>",
                    "<picture> <source srcset=x> <img src=y> </picture>",
                    "<iframe> a  <b> </iframe>",
                    "<noscript> <img src=\"a\"> </noscript>",
                    "<ruby> a <rt> b </ruby>",
                    "<title> a  b </title>",
                    "<style> a  { } </style>",
                ])),
                _ if depth > 0 => {
                    let name = self.random.one(if is_link { &INLINE[1..] } else { INLINE });
                    self.open(name);
                    self.inlines(depth - 1, is_link || name == "a");
                    self.close(name);
                }
                _ => self.word(),
            }
            self.space();
        }
    }
}
