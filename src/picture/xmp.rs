//! XMP (ISO 16684-1): properties as RDF in XML, of which those stay that tell of credit, copyright, licence and what is to be seen.

use roxmltree::{Document, Node, ParsingOptions};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// A set of properties: its usual prefix, its namespace, and the beginnings of those names that stay.
struct Schema {
    prefix: &'static str,
    namespace: &'static str,
    names: &'static [&'static str],
}

/// What stays. That a picture was made by a machine (`DigitalSourceType`) and may not be learnt from (`DataMining`) belongs to its licence.
const KEPT: &[Schema] = &[
    Schema {
        prefix: "dc",
        namespace: "http://purl.org/dc/elements/1.1/",
        names: &["creator", "rights", "title", "description", "publisher"],
    },
    Schema {
        prefix: "photoshop",
        namespace: "http://ns.adobe.com/photoshop/1.0/",
        names: &["Credit", "Source", "Headline"],
    },
    Schema { prefix: "xmpRights", namespace: "http://ns.adobe.com/xap/1.0/rights/", names: &[""] },
    Schema {
        prefix: "Iptc4xmpCore",
        namespace: "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
        names: &["AltTextAccessibility", "ExtDescrAccessibility"],
    },
    Schema {
        prefix: "Iptc4xmpExt",
        namespace: "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
        names: &["DigitalSourceType"],
    },
    Schema {
        prefix: "plus",
        namespace: "http://ns.useplus.org/ldf/xmp/1.0/",
        names: &[
            "Licensor",
            "CopyrightOwner",
            "ImageCreator",
            "CreditLineRequired",
            "DataMining",
            "TermsAndConditions",
        ],
    },
    Schema { prefix: "cc", namespace: "http://creativecommons.org/ns#", names: &[""] },
];

/// What lists and structures of values are made of.
const CONTAINERS: [&str; 6] = ["Alt", "Seq", "Bag", "li", "Description", "value"];

/// The largest packet that is read, in bytes, and the most elements and attributes in it.
const LARGEST: usize = 1 << 20;
const MOST_NODES: u32 = 50_000;

/// How deep values lie in values: an address in a licensor in a list is three.
const DEEPEST: usize = 8;

/// The packet with nothing in it but what stays; `None` where nothing does, or it is no XMP.
pub(super) fn reduced(packet: &[u8]) -> Option<Vec<u8>> {
    let packet = packet.get(..packet.len().min(LARGEST + 1)).filter(|packet| packet.len() <= LARGEST)?;
    let text = std::str::from_utf8(packet).ok()?.trim_end_matches('\0').trim_start_matches('\u{feff}').trim();
    // Without a declaration of document types, which could define text that grows when it is read.
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).ok()?;
    let mut out = Writer::default();
    let is_description = |node: &Node<'_, '_>| {
        node.has_tag_name((RDF, "Description")) && node.parent().is_some_and(|parent| parent.has_tag_name((RDF, "RDF")))
    };
    for description in document.descendants().filter(is_description) {
        for attribute in description.attributes() {
            if let Some(prefix) = attribute.namespace().and_then(|space| kept(space, attribute.name())) {
                out.element(prefix, attribute.name(), "", |out| out.text(attribute.value()));
            }
        }
        description.children().for_each(|child| out.property(child, 0));
    }
    out.packet()
}

/// The prefix of a property that stays.
fn kept(namespace: &str, name: &str) -> Option<&'static str> {
    let schema = KEPT.iter().find(|schema| schema.namespace == namespace)?;
    schema.names.iter().any(|beginning| name.starts_with(beginning)).then_some(schema.prefix)
}

/// Writes properties.
#[derive(Default)]
struct Writer {
    out: String,
    /// The prefixes in use.
    prefixes: Vec<&'static str>,
}

impl Writer {
    /// Writes an element, if it is one that stays, with all of it that stays.
    fn property(&mut self, node: Node<'_, '_>, depth: usize) {
        let Some(namespace) = node.tag_name().namespace().filter(|_| node.is_element() && depth < DEEPEST) else {
            return;
        };
        let name = node.tag_name().name();
        let is_container = namespace == RDF && CONTAINERS.contains(&name) && depth > 0;
        let Some(prefix) = (if is_container { Some("rdf") } else { kept(namespace, name) }) else { return };
        let attributes = self.attributes(node);
        let has_elements = node.children().any(|child| child.is_element());
        self.element(prefix, name, &attributes, |out| {
            if has_elements {
                node.children().for_each(|child| out.property(child, depth + 1));
            } else {
                node.children().filter_map(|child| child.text()).for_each(|text| out.text(text));
            }
        });
    }

    /// The attributes that stay: languages, forms and addresses of values, and properties.
    fn attributes(&mut self, node: Node<'_, '_>) -> String {
        let mut attributes = String::new();
        for attribute in node.attributes() {
            let prefix = match attribute.namespace() {
                Some(XML) if attribute.name() == "lang" => Some("xml"),
                Some(RDF) if matches!(attribute.name(), "parseType" | "resource") => Some("rdf"),
                Some(namespace) => kept(namespace, attribute.name()),
                None => None,
            };
            let Some(prefix) = prefix else { continue };
            self.uses(prefix);
            attributes.push_str(&format!(" {prefix}:{}=\"", attribute.name()));
            escape(attribute.value(), &mut attributes);
            attributes.push('"');
        }
        attributes
    }

    fn element(&mut self, prefix: &'static str, name: &str, attributes: &str, content: impl FnOnce(&mut Self)) {
        self.uses(prefix);
        self.out.push_str(&format!("<{prefix}:{name}{attributes}>"));
        content(self);
        self.out.push_str(&format!("</{prefix}:{name}>"));
    }

    fn text(&mut self, text: &str) {
        escape(text, &mut self.out);
    }

    fn uses(&mut self, prefix: &'static str) {
        if !self.prefixes.contains(&prefix) {
            self.prefixes.push(prefix);
        }
    }

    /// The whole packet; `None` where nothing was written.
    fn packet(self) -> Option<Vec<u8>> {
        if self.out.is_empty() {
            return None;
        }
        let used = KEPT.iter().filter(|schema| self.prefixes.contains(&schema.prefix));
        let spaces: String = used.map(|schema| format!(" xmlns:{}=\"{}\"", schema.prefix, schema.namespace)).collect();
        let head =
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">";
        Some(
            format!(
                "{head}<rdf:RDF xmlns:rdf=\"{RDF}\"><rdf:Description rdf:about=\"\"{spaces}>{}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>",
                self.out
            )
            .into_bytes(),
        )
    }
}

/// Writes text so that a reader of XML finds it as it is, also in an attribute.
fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", u32::from(character))),
            _ => out.push(character),
        }
    }
}
