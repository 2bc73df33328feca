"""Lines that belong to a web page, not to the paper somebody copied from it.

The table holds common phrases of blog software in a few languages, compared without case and
without the punctuation around them. `EDGE_WORDS` can also be honest words of a paper and count
only before its first or after its last real paragraph.
"""

import re

#: What the `reason` of a furniture suggestion can be; views translate these words.
REASONS = ("category", "menu", "share", "comments", "contact", "away", "search", "posts", "legal")

PHRASES: dict[str, tuple[str, ...]] = {
    "posts": (
        *("recent posts", "latest posts", "related posts", "more posts", "popular posts"),
        *("previous post", "next post", "read more", "continue reading", "you may also like"),
        *("recent comments", "neueste beiträge", "letzte beiträge", "ähnliche beiträge"),
        *("weiterlesen", "vorheriger beitrag", "nächster beitrag", "articles récents"),
        *("lire la suite", "article précédent", "article suivant", "entradas recientes"),
        *(
            "leer más",
            "seguir leyendo",
            "近期文章",
            "最新文章",
            "相关文章",
            "阅读更多",
            "上一篇",
            "下一篇",
        ),
    ),
    "comments": (
        *("leave a comment", "leave a reply", "post a comment", "add a comment", "no comments yet"),
        *("no comments", "post comment", "your email address will not be published"),
        *("required fields are marked", "schreibe einen kommentar", "kommentar hinterlassen"),
        *("kommentar verfassen", "laisser un commentaire", "deja un comentario", "发表评论"),
        *("发表回复", "留言", "deja una respuesta", "cancel reply", "keine kommentare"),
    ),
    "contact": (
        *("contact us", "get in touch", "send us a message", "kontaktieren sie uns"),
        *("contactez-nous", "nous contacter", "contáctenos", "contáctanos", "联系我们"),
    ),
    "search": (
        *("search for", "search this site", "suche nach", "start typing", "rechercher", "buscar"),
        *("站内搜索", "搜索"),
    ),
    "share": (
        *("share this", "share this post", "like this", "share on facebook", "share on twitter"),
        *("share on linkedin", "follow us", "subscribe", "subscribe to our newsletter"),
        *("sign up for our newsletter", "print this page", "teilen mit", "gefällt mir", "teilen"),
        *("partager", "compartir", "suivez-nous", "síguenos", "分享", "订阅"),
    ),
    "menu": (
        *("skip to content", "main menu", "primary menu", "toggle navigation", "back to top"),
        *("zum inhalt springen", "hauptmenü", "nach oben", "aller au contenu"),
        *("saltar al contenido", "返回顶部", "跳至内容"),
    ),
    "legal": ("all rights reserved", "alle rechte vorbehalten", "tous droits réservés"),
    "category": ("uncategorized", "allgemein", "non classé", "sin categoría", "未分类"),
}

EDGE_WORDS = {
    *("home", "about", "about us", "archives", "categories", "tags", "meta", "menu", "search"),
    *("log in", "login", "register", "facebook", "twitter", "tweet", "linkedin", "instagram"),
    *("youtube", "loading", "comments", "contact", "newsletter", "blog", "news", "events", "more"),
    *("startseite", "über uns", "suche", "kontakt", "impressum", "datenschutz", "anmelden"),
    *(
        "accueil",
        "à propos",
        "recherche",
        "inicio",
        "acerca de",
        "首页",
        "关于我们",
        "登录",
        "评论",
    ),
}

# Whole lines with something of their own in them (a name, a date, a number).
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        ("category", r"(?:posted |published |filed )?(?:in|under)[: ] ?uncategori[sz]ed"),
        ("category", r"(?:filed|posted|published) (?:in|under)[: ].{1,60}"),
        (
            "category",
            r"(?:categor(?:y|ies)|tags?|tagged|schlagw(?:ort|örter)|分类|标签)\s?[:：].{1,80}",
        ),
        ("category", r"(?:kategorien?|catégories?|categorías?|étiquettes?|etiquetas?)\s?:.{1,80}"),
        ("category", r"(?:posted|published) (?:on|by) .{1,60}"),
        ("category", r"(?:veröffentlicht am|publié le|publicado el) .{1,60}"),
        ("comments", r"\d{1,4} (?:comments?|repl(?:y|ies)|kommentare?|commentaires?|comentarios?)"),
        ("comments", r"(?:\d{1,4} )?thoughts? on .{1,120}"),
        ("comments", r"(?:save my name|meinen namen|guardar mi nombre).{1,120}"),
        ("comments", r"your email address will not be published.{0,80}"),
        ("search", r"start typing.{0,20}\benter\b.{0,20}search.{0,20}"),
        ("search", r"(?:type|press|hit)\b.{0,40}\benter\b.{0,20}\bsearch.{0,20}"),
        ("search", r".{0,40}\beingabetaste\b.{0,20}suche.{0,10}"),
        ("share", r"(?:click to )?share (?:on|via|with) .{1,40}"),
        ("share", r"(?:follow|find|like) us on .{1,40}"),
        ("legal", r"(?:copyright )?(?:©|\(c\)) ?\d{4}.{0,100}"),
        ("legal", r"(?:proudly )?powered by .{1,40}"),
        ("legal", r"copyright \d{4}.{0,100}"),
    )
)

# "Nobody is here now, but you can write to us": two halves that together are never a paper's.
_AWAY = re.compile(
    r"\b(?:not around|not available|away|offline|out of office|not here)\b|"
    r"nicht (?:da|erreichbar)|pas (?:disponible|là)|no estamos|不在(?:线|线上)?|暂时离开",
    re.IGNORECASE,
)
_WRITE = re.compile(
    r"\b(?:e-?mail|message|get back|reply|nachricht|schreiben sie|courriel|mensaje|correo)\b|"
    r"邮件|留言|回复",
    re.IGNORECASE,
)
_AROUND = " \t.:!…·|»«→←›‹-–—*()[]\u00a0"
_BY_PHRASE = {phrase: reason for reason, phrases in PHRASES.items() for phrase in phrases}


def furniture_reason(line: str, *, at_edge: bool) -> str:
    """Why the line looks like part of a web page ("comments", "search", ...), or ""."""
    bare = " ".join(line.split()).strip(_AROUND)
    folded = bare.casefold().replace("’", "'")
    if not bare or len(bare) > 200:
        return ""
    if folded in _BY_PHRASE:
        return _BY_PHRASE[folded]
    for reason, pattern in PATTERNS:
        if pattern.fullmatch(bare):
            return reason
    if _AWAY.search(bare) and _WRITE.search(bare):
        return "away"
    return "menu" if at_edge and folded in EDGE_WORDS else ""
