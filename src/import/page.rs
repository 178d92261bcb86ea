//! The text of a page as an article: what each line is, first by itself, then by what stands around it.

use super::agency::is_paper;
use super::body::{self, Place};
use super::dateline::dateline;
use super::headline::{self, Headline};
use super::lines::{self, Block};
use super::part::{DATE_LABEL, Part, Segment, part};
use super::people::{self, Byline, bare_byline, byline};
use super::stamp::{self, Event, Stamp, date_within};
use super::{Amendment, Biography, Imported, Piece, Reading, Remark, furniture, notes};

/// The longest list of other articles or of topics.
const MOST_ITEMS: usize = 12;
/// The longest dek, in words.
const LONGEST_DEK: usize = 40;
/// How many words of the text become the headline of a page that has none.
const WORDS_OF_TITLE: usize = 8;

/// What other articles in a list are called.
const OTHER_ARTICLE: &str = "a link to another article";

/// Reads the text of a page; `None` where it holds no article.
pub fn read(text: &str, reading: &Reading) -> Option<Imported> {
    let mut page = Page::new(text, reading);
    page.find_headline();
    page.mark_lists();
    page.mark_comments();
    page.mark_names();
    page.mark_captions();
    page.mark_biographies();
    page.take_meta();
    page.take_notes();
    let first = page.take_head();
    page.take_body(first);
    page.finish()
}

/// A page that is being read.
struct Page<'a> {
    reading: &'a Reading,
    blocks: Vec<Block>,
    /// What each block is.
    parts: Vec<Part>,
    headline: Option<Headline>,
    out: Imported,
}

impl<'a> Page<'a> {
    fn new(text: &str, reading: &'a Reading) -> Self {
        let blocks: Vec<Block> = lines::blocks(text).into_iter().flat_map(in_parts).collect();
        let parts = blocks.iter().map(|block| part(&block.text, reading)).collect();
        Self { reading, blocks, parts, headline: None, out: Imported::default() }
    }

    fn found(&mut self, at: usize, field: &str) {
        let block = &self.blocks[at];
        self.out.found.push(Remark::new(block.line, &block.text, field));
    }

    fn leave_out(&mut self, at: usize, what: impl Into<String>) {
        let block = &self.blocks[at];
        self.out.left_out.push(Remark::new(block.line, &block.text, what));
    }

    fn doubt(&mut self, at: usize, what: impl Into<String>) {
        let block = &self.blocks[at];
        self.out.doubts.push(Remark::new(block.line, &block.text, what));
    }

    fn is_text(&self, at: usize) -> bool {
        matches!(self.parts.get(at), Some(Part::Text | Part::Names(_)))
    }

    /// Whether a block that is not known may be an item of a list: it does not end as a sentence with a full stop.
    fn is_item(&self, at: usize, words: usize) -> bool {
        let block = &self.blocks[at];
        let is_open = !block.text.ends_with(['.', ':']) || lines::is_in_title_case(&block.text);
        self.is_text(at) && block.words() <= words && is_open
    }

    /// Whether a block is a paragraph of sentences that nothing says to be something else.
    fn is_prose(&self, at: usize) -> bool {
        self.is_text(at) && self.blocks[at].is_prose()
    }

    /// The first paragraph of prose.
    fn first_prose(&self) -> usize {
        (0..self.blocks.len()).find(|at| self.is_prose(*at)).unwrap_or(self.blocks.len())
    }

    /// Whether a gap ends the list below `head` before `at`: one whose items have none between them.
    fn is_cut(&self, at: usize, head: usize, are_apart: bool) -> bool {
        !are_apart && at > head + 1 && self.blocks[at].has_gap && !self.blocks[at - 1].has_gap
    }

    fn find_headline(&mut self) {
        self.headline = headline::find(&self.blocks, &self.parts);
        let Some(found) = self.headline.clone() else { return };
        for at in &found.all {
            self.parts[*at] = Part::Title;
            if *at != found.at {
                self.leave_out(*at, "the headline again");
            }
        }
        if headline::without_site(&self.blocks[found.at].text, true).0 == found.text
            && self.blocks[found.at].text != found.text
        {
            self.leave_out(found.at, "the name of the site behind the headline");
        }
        self.found(found.at, "title");
        if let Some(doubt) = found.doubt {
            self.doubt(found.at, doubt);
        }
        match headline::label(&found.text) {
            Some((label, title)) => {
                self.out.kicker = Some(label.to_owned());
                self.out.title = title.to_owned();
            }
            None => self.out.title = found.text,
        }
    }

    /// Lists of topics and of other articles.
    fn mark_lists(&mut self) {
        let are_apart = self.blocks.iter().skip(1).all(|block| block.has_gap);
        for at in 0..self.blocks.len() {
            match &self.parts[at] {
                Part::ListHead => self.mark_articles(at, are_apart),
                Part::Topics(topics) if topics.is_empty() => self.mark_topics(at, are_apart),
                _ => {}
            }
        }
    }

    fn mark_articles(&mut self, head: usize, are_apart: bool) {
        let is_after_text = head > self.first_prose();
        for at in (head + 1..self.blocks.len()).take(MOST_ITEMS) {
            let is_date = is_after_text
                && matches!(&self.parts[at], Part::Meta(all) if all.iter().all(|(_, one)| !matches!(one, Segment::Byline(_))));
            if self.is_cut(at, head, are_apart) || !(self.is_item(at, 22) || is_date) {
                break;
            }
            self.parts[at] = Part::Furniture(OTHER_ARTICLE);
        }
    }

    fn mark_topics(&mut self, head: usize, are_apart: bool) {
        for at in (head + 1..self.blocks.len()).take(MOST_ITEMS) {
            let is_topic =
                self.is_item(at, 6) || (self.is_text(at) && self.blocks[at].text.contains(',') && self.is_item(at, 20));
            if self.is_cut(at, head, are_apart) || !is_topic {
                break;
            }
            self.parts[at] = Part::Topics(notes::listed(&self.blocks[at].text));
        }
    }

    /// The threads of readers' comments: from their head to the last line that each comment has.
    fn mark_comments(&mut self) {
        let is_head = |at: &usize| matches!(self.parts[*at], Part::CommentsHead);
        let Some(head) = (self.first_prose() + 1..self.blocks.len()).find(is_head) else { return };
        let Some(end) = (head..self.blocks.len()).rev().find(|at| furniture::ends_comment(&self.blocks[*at].text))
        else {
            return;
        };
        for at in head..=end {
            self.parts[at] = Part::Furniture("a reader's comment");
        }
    }

    /// Lines of names: authors where they stand in the head beside headline, date or "By", else text as any other.
    fn mark_names(&mut self) {
        for at in 0..self.parts.len() {
            match self.parts[at] {
                Part::BylineHead => self.mark_name_below(at),
                Part::Furniture(DATE_LABEL) => self.mark_date_below(at),
                _ => {}
            }
        }
        let has_byline = self.parts.iter().any(|part| match part {
            Part::Meta(all) => all.iter().any(|(_, one)| matches!(one, Segment::Byline(_))),
            _ => false,
        });
        // The first paragraph may be the dek.
        let prose = (0..self.parts.len()).filter(|at| self.is_prose(*at)).nth(1);
        for at in 0..prose.unwrap_or(self.parts.len()) {
            let Part::Names(line) = &self.parts[at] else { continue };
            if has_byline || !self.is_beside_meta(at) {
                continue;
            }
            let text = self.blocks[at].text.clone();
            self.parts[at] = Part::Meta(vec![(text, Segment::Byline(line.clone()))]);
        }
    }

    /// A date below "Updated" is that of the last change.
    fn mark_date_below(&mut self, head: usize) {
        let event = stamp::event_of(&self.blocks[head].text);
        let (Some(event), Some(Part::Meta(segments))) = (event, self.parts.get_mut(head + 1)) else { return };
        if let Some((_, Segment::Stamp(stamp))) = segments.first_mut() {
            stamp.event = event;
        }
    }

    fn mark_name_below(&mut self, head: usize) {
        self.parts[head] = Part::Furniture("the word before the author");
        let Some(block) = self.blocks.get(head + 1).filter(|_| self.is_text(head + 1)) else { return };
        let line = bare_byline(&block.text).or_else(|| byline(&format!("By {}", block.text)));
        if let Some(line) = line {
            let line = Byline { doubt: None, ..line };
            self.parts[head + 1] = Part::Meta(vec![(block.text.clone(), Segment::Byline(line))]);
        }
    }

    fn is_beside_meta(&self, at: usize) -> bool {
        let is_sign = |part: Option<&Part>| matches!(part, Some(Part::Meta(_) | Part::Title));
        let is_passed = |part: &&Part| matches!(part, Part::Furniture(_));
        let before = self.parts.iter().take(at).rev().find(|part| !is_passed(part));
        let after = self.parts.iter().skip(at + 1).find(|part| !is_passed(part));
        is_sign(before) || matches!(after, Some(Part::Meta(_)))
    }

    /// What stands below the label of a caption, and, where paragraphs stand apart, directly above the credit of a picture.
    fn mark_captions(&mut self) {
        for at in 1..self.blocks.len() {
            if notes::is_caption_head(&self.blocks[at - 1].text) && self.is_text(at) && self.blocks[at].words() <= 50 {
                self.parts[at] = Part::Caption;
            }
            // What stands above "1 of 3" describes the picture for those who do not see it.
            let is_number = matches!(self.parts[at], Part::Furniture(what) if what == furniture::NUMBER_OF_PICTURE);
            if is_number && self.is_text(at - 1) && !self.blocks[at - 1].is_closed() {
                self.parts[at - 1] = Part::Caption;
            }
        }
        let prose = || (0..self.blocks.len()).filter(|at| self.is_prose(*at));
        if prose().filter(|at| self.blocks[*at].has_gap).count() * 2 <= prose().count() {
            return;
        }
        for at in 1..self.blocks.len() {
            let is_credit = matches!(self.parts[at], Part::Caption) && notes::is_picture_credit(&self.blocks[at].text);
            let before = at - 1;
            let stands_apart = !self.blocks[at].has_gap && self.blocks[before].words() <= 50;
            if is_credit && stands_apart && self.is_text(before) {
                self.parts[before] = Part::Caption;
            }
        }
    }

    /// What is said of the authors, below a head or by its first sentence.
    fn mark_biographies(&mut self) {
        let people: Vec<_> = self.bylines().into_iter().flat_map(|(_, _, line)| line.people).collect();
        for at in 0..self.blocks.len() {
            if matches!(self.parts[at], Part::BiographyHead) {
                self.mark_biography_below(at, &people);
            } else if self.is_text(at)
                && let Some(name) = people::subject(&self.blocks[at].text, &people)
            {
                self.parts[at] = Part::Biography(name.to_owned());
            }
        }
    }

    fn mark_biography_below(&mut self, head: usize, people: &[super::Person]) {
        let mut name: Option<String> = None;
        let mut has_text = false;
        for at in (head + 1..self.blocks.len()).take(6) {
            let text = self.blocks[at].text.clone();
            if !self.is_text(at) {
                break;
            }
            if bare_byline(&text).is_some() || (people::is_name(&text) && name.is_none()) {
                name = Some(text);
                self.parts[at] = Part::Furniture("the name of the author again");
                continue;
            }
            let subject = people::subject_below_head(&text, people);
            // A second paragraph goes on where it speaks of the same one.
            let goes_on = !has_text || subject.is_some();
            let Some(subject) = subject.or_else(|| name.clone()).filter(|_| goes_on && self.blocks[at].is_closed())
            else {
                break;
            };
            has_text = true;
            name = name.or(Some(subject.clone()));
            self.parts[at] = Part::Biography(subject);
        }
    }

    /// Every line of authors with its block and its text.
    fn bylines(&self) -> Vec<(usize, String, Byline)> {
        let of_part = |(at, part): (usize, &Part)| match part {
            Part::Meta(all) => all
                .iter()
                .filter_map(|(text, one)| match one {
                    Segment::Byline(line) => Some((at, text.clone(), line.clone())),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        self.parts.iter().enumerate().flat_map(of_part).collect()
    }

    /// Authors, agency and dates.
    fn take_meta(&mut self) {
        for at in 0..self.parts.len() {
            let Part::Meta(segments) = self.parts[at].clone() else { continue };
            for (text, segment) in segments {
                match segment {
                    Segment::Byline(line) => self.take_byline(at, &text, line),
                    Segment::Agency(name) if self.out.source.as_deref() == Some(name) => {
                        self.out.left_out.push(Remark::new(self.blocks[at].line, &text, "the agency again"))
                    }
                    Segment::Agency(name) => self.take_source(at, name),
                    Segment::Stamp(stamp) => self.take_stamp(at, stamp),
                    Segment::Furniture(what) => self.out.left_out.push(Remark::new(self.blocks[at].line, &text, what)),
                    Segment::Unknown => self.out.doubts.push(Remark::new(
                        self.blocks[at].line,
                        &text,
                        format!("`{text}` was left out: it is not clear what it is"),
                    )),
                }
            }
        }
        if self.out.date.is_none() {
            self.take_update_as_date();
        }
    }

    fn take_byline(&mut self, at: usize, text: &str, line: Byline) {
        let known = self.out.authors.len();
        for person in line.people {
            if !self.out.authors.iter().any(|other| other.name == person.name) {
                self.out.authors.push(person);
            }
        }
        if self.out.authors.len() > known {
            self.found(at, "authors");
            if let Some(doubt) = line.doubt {
                self.doubt(at, doubt);
            }
        }
        if let Some(agency) = line.agency {
            self.take_source(at, agency);
        }
        let is_again = self.out.authors.len() == known && known > 0;
        match (&self.out.byline, line.says_more) {
            (None, true) => {
                self.out.byline = Some(text.to_owned());
                self.found(at, "byline");
            }
            (Some(other), true) if other != text => self.doubt(at, "left out: there is another byline"),
            _ if is_again => self.out.left_out.push(Remark::new(self.blocks[at].line, text, "the authors again")),
            _ => {}
        }
    }

    fn take_source(&mut self, at: usize, name: &str) {
        match self.out.source.clone() {
            None => {
                self.out.source = Some(name.to_owned());
                self.found(at, "source");
            }
            Some(other) if other != name => {
                self.doubt(at, format!("`{name}` was left out: `{other}` is already the agency"))
            }
            Some(_) => {}
        }
    }

    fn take_stamp(&mut self, at: usize, stamp: Stamp) {
        if let Some(doubt) = stamp.doubt {
            self.doubt(at, doubt);
        }
        let Some(moment) = stamp.moment else { return };
        let (field, name) = match stamp.event {
            Event::Published => (&mut self.out.date, "date"),
            Event::Updated => (&mut self.out.updated, "updated"),
        };
        match field {
            None => {
                *field = Some(moment);
                self.found(at, name);
            }
            // The same day with its time says more.
            Some(known)
                if known.day() == moment.day()
                    && (!known.has_time || !moment.has_time || known.seconds == moment.seconds) =>
            {
                if !known.has_time && moment.has_time {
                    *field = Some(moment);
                }
                self.leave_out(at, format!("the {name} again"));
            }
            Some(_) => self.doubt(at, format!("left out: another date stands above, which was taken as `{name}`")),
        }
    }

    fn take_update_as_date(&mut self) {
        let Some(updated) = self.out.updated.clone() else { return };
        let Some(line) = self.out.found.iter().find(|remark| remark.what == "updated").cloned() else { return };
        self.out.date = Some(updated);
        self.out.updated = None;
        let doubt = "taken as the date of publication too: the page names no other";
        self.out.doubts.push(Remark::new(line.line, &line.text, doubt));
        self.out.found.retain(|remark| remark.what != "updated");
        self.out.found.push(Remark { what: "date".to_owned(), ..line });
    }

    /// Credits, corrections, topics, biographies, captions, and what is no part of the article.
    fn take_notes(&mut self) {
        let mut awaits_correction = false;
        for at in 0..self.parts.len() {
            if awaits_correction && self.is_text(at) {
                self.parts[at] = Part::Correction(self.blocks[at].text.clone());
            }
            awaits_correction = matches!(self.parts[at], Part::CorrectionHead);
            match self.parts[at].clone() {
                Part::Credit(text) => self.take_credit(at, text),
                Part::Correction(text) => self.take_correction(at, text),
                Part::Topics(topics) => self.take_topics(at, topics),
                Part::Biography(name) => self.take_biography(at, name),
                Part::Caption => self.doubt(at, "left out: a caption or credit, but there is no picture in a text"),
                Part::Furniture(what) => self.take_furniture(at, what),
                Part::ListHead => self.leave_out(at, "the head of a list of other articles"),
                Part::CommentsHead => self.leave_out(at, "comments"),
                Part::BiographyHead => self.leave_out(at, "the head of a biography"),
                Part::BylineHead => self.leave_out(at, "the word before the author"),
                Part::CorrectionHead => self.leave_out(at, "the head of a correction"),
                Part::Title | Part::Meta(_) | Part::Names(_) | Part::Text => {}
            }
        }
    }

    fn take_furniture(&mut self, at: usize, what: &'static str) {
        let text = self.blocks[at].text.clone();
        self.leave_out(at, what);
        let last = furniture::trail(&text).last().map(|crumb| (*crumb).to_owned());
        let title = lines::key(&self.out.title);
        if let Some(crumb) = last.filter(|crumb| self.out.kicker.is_none() && lines::key(crumb) != title) {
            self.out.kicker = Some(crumb);
            self.found(at, "kicker");
        }
    }

    fn take_credit(&mut self, at: usize, text: String) {
        self.out.credit = Some(match self.out.credit.take() {
            Some(other) => format!("{}; {text}", other.trim_end_matches('.')),
            None => text,
        });
        self.found(at, "credit");
    }

    fn take_correction(&mut self, at: usize, text: String) {
        let date = date_within(&text, self.reading);
        self.out.corrections.push(Amendment { date, text });
        self.found(at, "corrections");
    }

    fn take_topics(&mut self, at: usize, topics: Vec<String>) {
        if topics.is_empty() {
            self.leave_out(at, "the head of the topics");
            return;
        }
        for topic in topics {
            let is_known = self.out.topics.iter().any(|other| lines::key(other) == lines::key(&topic));
            if !is_known && crate::article::names::slugify(&topic).is_empty() {
                self.doubt(at, format!("`{topic}` was left out: a topic needs a letter or a digit"));
            } else if !is_known {
                self.out.topics.push(topic);
            }
        }
        self.found(at, "topics");
    }

    fn take_biography(&mut self, at: usize, name: String) {
        let text = self.blocks[at].text.clone();
        if !self.out.authors.iter().any(|person| person.name == name) {
            let doubt = match self.out.authors.is_empty() {
                true => "taken as the author, because the page tells of them and has no byline",
                false => "the page tells of them, but its byline does not name them",
            };
            if self.out.authors.is_empty() {
                self.out.authors.push(super::Person { name: name.clone(), role: None });
            }
            self.doubt(at, format!("`{name}`: {doubt}"));
        }
        self.found(at, "profile");
        match self.out.biographies.iter_mut().find(|other| other.name == name) {
            Some(known) => known.bio = format!("{} {text}", known.bio),
            None => self.out.biographies.push(Biography { name, bio: text, line: self.blocks[at].line }),
        }
    }

    /// Kicker, dek and what is not known before the body; gives the block with which the body begins.
    fn take_head(&mut self) -> usize {
        let title = self.headline.as_ref().map(|headline| headline.at);
        self.take_above_headline(title.unwrap_or(0));
        let mut at = title.map_or(0, |title| title + 1);
        let mut has_dek = false;
        while at < self.blocks.len() {
            if !self.is_text(at) {
                at += 1;
                continue;
            }
            if !has_dek && title.is_some_and(|title| self.is_dek(at, title)) {
                has_dek = true;
                self.out.description = Some(self.blocks[at].text.clone());
                self.found(at, "description");
            } else if self.begins_body(at) || !self.take_unknown_of_head(at) {
                return at;
            }
            at += 1;
        }
        at
    }

    fn begins_body(&self, at: usize) -> bool {
        let block = &self.blocks[at];
        block.is_prose() || block.is_closed() || dateline(&block.text).is_some()
    }

    /// Whether a block below the headline is the dek.
    fn is_dek(&self, at: usize, title: usize) -> bool {
        let block = &self.blocks[at];
        if dateline(&block.text).is_some() || block.words() > LONGEST_DEK || block.words() < 5 {
            return false;
        }
        let Some(next) = (at + 1..self.blocks.len()).find(|next| self.is_text(*next)) else { return false };
        let has_meta = |from: usize, to: usize| {
            self.parts.get(from..to).unwrap_or_default().iter().any(|part| matches!(part, Part::Meta(_)))
        };
        let is_above_meta = has_meta(at + 1, next);
        let is_below_meta = has_meta(title + 1, at);
        let next_is_first = dateline(&self.blocks[next].text).is_some();
        match block.is_closed() {
            _ if is_above_meta => true,
            true => next_is_first,
            false => !is_below_meta || next_is_first || (self.blocks[next].is_prose() && block.words() >= 8),
        }
    }

    /// What becomes of a short line between headline and text; `false` where it begins the body.
    fn take_unknown_of_head(&mut self, at: usize) -> bool {
        let text = self.blocks[at].text.clone();
        if is_paper(&text) || self.is_site(&text) {
            self.leave_out(at, "the name of the site");
        } else if self.blocks[at].words() >= 4 || self.headline.is_none() {
            return false;
        } else {
            self.doubt(at, "left out: it is not clear what it is");
        }
        self.parts[at] = Part::Furniture("");
        true
    }

    fn is_site(&self, text: &str) -> bool {
        let site = self.headline.as_ref().and_then(|headline| headline.site.as_deref());
        site.is_some_and(|site| lines::key(site) == lines::key(text))
    }

    /// The label over the headline, and what stands above it.
    fn take_above_headline(&mut self, title: usize) {
        let texts: Vec<usize> = (0..title).filter(|at| self.is_text(*at)).collect();
        let is_label =
            |at: usize| self.blocks[at].words() <= 4 && self.blocks[at].words() > 0 && !self.blocks[at].is_closed();
        // "World News" is a section more often than a paper.
        let is_section = |at: usize| lines::key(&self.blocks[at].text).ends_with("news");
        let is_name =
            |at: usize| (is_paper(&self.blocks[at].text) && !is_section(at)) || self.is_site(&self.blocks[at].text);
        let kicker = texts.last().copied().filter(|at| is_label(*at) && !is_name(*at));
        let names: Vec<usize> = texts.iter().copied().filter(|at| is_name(*at)).collect();
        let labels = texts.iter().filter(|at| is_label(**at) && !is_name(**at)).count();
        for at in texts {
            if names.contains(&at) {
                self.leave_out(at, "the name of the site");
            } else if kicker == Some(at) {
                self.out.kicker = Some(self.blocks[at].text.clone());
                self.found(at, "kicker");
                if labels > 1 && !self.blocks[at].has_gap && at > 0 && self.is_text(at - 1) {
                    self.doubt(at, "taken as the kicker: it may be navigation, as the lines above it");
                }
            } else if labels > 2 && self.blocks[at].words() <= 4 {
                self.leave_out(at, "navigation");
            } else {
                self.doubt(at, "left out: it stands above the headline, and it is not clear what it is");
            }
        }
    }

    /// The text, from the block `first` on.
    fn take_body(&mut self, first: usize) {
        let end = self.end_of_article(first);
        let last = (first..self.blocks.len()).rev().find(|at| self.is_prose(*at)).unwrap_or(first);
        // What is not known behind the first furniture below the last paragraph is furniture too.
        let furniture_behind = (last..self.blocks.len()).find(|at| !self.is_text(*at)).unwrap_or(self.blocks.len());
        let mut texts: Vec<usize> = Vec::new();
        for at in (first..self.blocks.len()).filter(|at| self.is_text(*at)).collect::<Vec<_>>() {
            let is_prose = self.blocks[at].is_prose();
            let is_furniture = at > end && !is_prose || (at > furniture_behind && !self.blocks[at].is_closed());
            if self.is_again(at) {
                self.leave_out(at, "the name of the author again");
            } else if is_paper(&self.blocks[at].text) && !is_prose || self.is_site(&self.blocks[at].text) {
                self.leave_out(at, "the name of the site");
            } else if is_furniture {
                self.doubt(at, "left out: it stands behind the end of the article");
            } else {
                texts.push(at);
            }
        }
        for at in &texts {
            self.take_piece(*at, &texts, *at > end);
        }
    }

    /// Whether a line of names is that of authors who are known.
    fn is_again(&self, at: usize) -> bool {
        let Part::Names(line) = &self.parts[at] else { return false };
        line.people.iter().all(|person| self.out.authors.iter().any(|author| author.name == person.name))
    }

    /// The first block behind the text that articles end with.
    fn end_of_article(&self, first: usize) -> usize {
        let is_end = |at: &usize| match &self.parts[*at] {
            Part::Credit(_) | Part::Topics(_) | Part::Biography(_) | Part::BiographyHead | Part::CommentsHead => true,
            Part::Furniture(what) => matches!(*what, "a notice of rights" | "a reader's comment"),
            _ => false,
        };
        let text = (first..self.blocks.len()).find(|at| self.is_prose(*at)).unwrap_or(first);
        (text..self.blocks.len()).find(is_end).unwrap_or(self.blocks.len())
    }

    fn take_piece(&mut self, at: usize, texts: &[usize], is_behind_end: bool) {
        if self.out.authors.iter().any(|person| self.blocks[at].text.starts_with(&person.name)) {
            self.doubt(at, "kept as a paragraph: it begins with the name of an author, and may be about them");
        }
        match body::place(at, texts, &self.blocks, &self.parts) {
            Place::PullQuote(line) => self.leave_out(at, format!("a pull quote: it stands in line {line} too")),
            Place::Piece(Piece::Heading(text), _) => self.out.body.push(Piece::Heading(text)),
            Place::Piece(Piece::Paragraph(text), doubt) => {
                if let Some(doubt) = doubt {
                    self.doubt(at, doubt);
                }
                if is_behind_end {
                    self.doubt(at, "kept, though it stands behind what articles end with");
                }
                self.take_paragraph(at, &text, texts.first() == Some(&at));
            }
        }
    }

    /// A paragraph, without the dateline before it.
    fn take_paragraph(&mut self, at: usize, text: &str, is_first: bool) {
        let mut text = text;
        if let Some(filed) =
            dateline(text).filter(|filed| is_first || (self.out.dateline.is_none() && filed.agency.is_some()))
        {
            text = filed.rest;
            if let Some(dateline) = filed.dateline {
                self.out.dateline = Some(dateline.to_owned());
                self.found(at, "dateline");
            }
            if let Some(agency) = filed.agency {
                self.take_source(at, agency);
            }
        }
        self.out.body.push(Piece::Paragraph(text.to_owned()));
    }

    /// The article, where there is one.
    fn finish(mut self) -> Option<Imported> {
        if self.out.body.is_empty() && self.out.title.is_empty() {
            return None;
        }
        if self.out.title.is_empty() {
            self.out.title = self.out.body.iter().find_map(title_of).unwrap_or_default();
            self.out.doubts.push(Remark::new(
                0,
                "",
                "no headline was found: `title` is made of the first words of the text",
            ));
        }
        let missing = [
            (self.out.body.is_empty(), "no paragraph was found: the article has no text"),
            (self.out.date.is_none(), "no date was found: give the article a `date`"),
            (
                self.out.authors.is_empty() && self.out.byline.is_none() && self.out.source.is_none(),
                "nothing says who wrote it: give the article `authors`",
            ),
        ];
        let doubts = missing.iter().filter(|(is_missing, _)| *is_missing).map(|(_, doubt)| Remark::new(0, "", *doubt));
        self.out.doubts.extend(doubts);
        for all in [&mut self.out.found, &mut self.out.left_out, &mut self.out.doubts] {
            all.sort_by_key(|remark| remark.line);
        }
        Some(self.out)
    }
}

/// The words before a headline that a scraper writes.
const TITLE_LABELS: [&str; 2] = ["Title: ", "Headline: "];

/// A block without the label of a headline, and with a credit behind a paragraph as a block of its own.
fn in_parts(block: Block) -> Vec<Block> {
    if let Some(title) = TITLE_LABELS.iter().find_map(|label| block.text.strip_prefix(label)) {
        return vec![Block { text: title.to_owned(), ..block }];
    }
    let Some((text, _)) = notes::credit_at_end(&block.text) else { return vec![block] };
    let credit = block.text.get(text.len()..).unwrap_or_default().trim().to_owned();
    vec![Block { text: text.to_owned(), ..block.clone() }, Block { text: credit, has_gap: false, ..block }]
}

/// The first words of a paragraph.
fn title_of(piece: &Piece) -> Option<String> {
    let (Piece::Paragraph(text) | Piece::Heading(text)) = piece;
    let words: Vec<&str> = text.split(' ').take(WORDS_OF_TITLE).collect();
    let title = words.join(" ");
    let is_cut = title.len() < text.len();
    let title = title.trim_end_matches(['.', ',', ';', ':']);
    (!title.is_empty()).then(|| if is_cut { format!("{title}…") } else { title.to_owned() })
}
