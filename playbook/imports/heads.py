"""What columns are called: in the six languages of the documents, and as spreadsheets write them."""

# ruff: noqa: RUF001  (heads in Turkish and Chinese have the letters of these languages)

import re
import unicodedata
from functools import cache

COLUMNS: dict[str, tuple[str, ...]] = {
    "squad": (
        *("squad", "squad id", "id", "pod", "team", "team id", "squad-id", "kennung", "squad-kennung", "team-id"),
        *(
            "squadra",
            "id squadra",
            "codice squadra",
            "ekip",
            "ekip kimliği",
            "ekip kodu",
            "regu",
            "id regu",
            "kode regu",
        ),
        *("小组", "小组编号", "小组id", "小组代码", "团队", "团队编号"),
    ),
    "name": (
        *("squad name", "team name", "name of the squad", "squad-name", "squadname", "teamname", "name des squads"),
        *(
            "nome squadra",
            "nome della squadra",
            "ekip adı",
            "ekibin adı",
            "nama regu",
            "小组名称",
            "小组名",
            "团队名称",
        ),
    ),
    "lane": (
        *("lane", "region", "group", "bahn", "spur", "gruppe", "corsia", "regione", "gruppo", "şerit", "bölge", "grup"),
        *("jalur", "wilayah", "kelompok", "通道", "地区", "区域", "分组"),
    ),
    "person": (
        *("person", "member", "name", "full name", "who", "people", "mitglied", "vollständiger name", "mitarbeiter"),
        *(
            "mitarbeitende",
            "mitarbeiter:in",
            "persona",
            "membro",
            "nome",
            "nome e cognome",
            "nominativo",
            "kişi",
            "üye",
        ),
        *("ad soyad", "adı soyadı", "isim", "orang", "anggota", "nama", "nama lengkap", "人员", "成员", "姓名", "名字"),
    ),
    "mail": (
        *("mail", "email", "e-mail", "mail address", "email address", "e-mail address", "mailadresse"),
        *("e-mail-adresse", "indirizzo e-mail", "indirizzo email", "posta elettronica", "e-posta", "eposta"),
        *("e-posta adresi", "surel", "alamat email", "邮箱", "电子邮件", "电子邮箱", "邮件"),
    ),
    "department": (
        *("department", "dept", "home department", "abteilung", "bereich", "reparto", "dipartimento", "departman"),
        *("bölüm", "departemen", "bagian", "部门"),
    ),
    "specialty": (
        *("specialty", "speciality", "role", "function", "job", "job title", "fachgebiet", "rolle", "funktion"),
        *("specialità", "ruolo", "funzione", "uzmanlık", "uzmanlık alanı", "rol", "görevi", "spesialisasi", "keahlian"),
        *("peran", "jabatan", "专业", "角色", "岗位", "职位"),
    ),
    "skills": (
        *("skills", "skill", "fähigkeiten", "fähigkeit", "kompetenzen", "kompetenz", "competenze", "competenza"),
        *("beceriler", "beceri", "yetkinlikler", "keterampilan", "技能"),
    ),
    "allocation": (
        *(
            "allocation",
            "allocation %",
            "percent",
            "share of time",
            "time",
            "fte",
            "anteil",
            "zeitanteil",
            "auslastung",
        ),
        *(
            "arbeitszeit",
            "allocazione",
            "percentuale",
            "tempo",
            "quota di tempo",
            "ayrılan süre",
            "ayrılan zaman",
            "oran",
        ),
        *("yüzde", "alokasi", "persen", "porsi waktu", "投入", "投入比例", "时间占比", "百分比"),
    ),
    "agreed": (
        *("release agreed", "released", "agreed", "release", "release agreed on", "freigabe", "freigabe am"),
        *("freigegeben am", "freistellung", "vereinbart am", "rilascio", "rilascio concordato", "concordato il"),
        *(
            "serbest bırakma",
            "onaylandı",
            "onay tarihi",
            "anlaşma tarihi",
            "pelepasan",
            "disetujui",
            "tanggal pelepasan",
        ),
        *("释放日期", "同意日期", "批准日期", "借调日期"),
    ),
    "until": (
        *("until", "release until", "released until", "end", "end date", "bis", "freigabe bis", "ende", "fino al"),
        *(
            "rilascio fino al",
            "fine",
            "bitiş",
            "bitiş tarihi",
            "sampai",
            "hingga",
            "berakhir",
            "截止",
            "截止日期",
            "结束日期",
        ),
    ),
    "backfill": (
        *("backfill", "replacement", "vertretung", "ersatz", "nachbesetzung", "sostituzione", "sostituto", "rimpiazzo"),
        *("yerine", "yedek", "yerine bakan", "pengganti", "顶岗", "接替", "接替人"),
    ),
    "by": (
        *("released by", "agreed by", "freigegeben von", "freigabe durch", "rilasciato da", "concordato da"),
        *("serbest bırakan", "onaylayan", "disetujui oleh", "dilepas oleh", "批准人", "同意人"),
    ),
    "lead": (
        *("lead", "squad lead", "leads", "leader", "leitung", "squad-leitung", "leitet", "responsabile della squadra"),
        *(
            "responsabile",
            "guida",
            "lider",
            "ekip lideri",
            "pemimpin",
            "pemimpin regu",
            "ketua",
            "组长",
            "小组负责人",
            "负责人",
        ),
    ),
    "accountable": (
        *("accountable", "is accountable", "ergebnisverantwortung", "ergebnisverantwortlich", "rechenschaftspflichtig"),
        *("responsabile del risultato", "responsabilità del risultato", "sorumlu", "sonuç sorumlusu"),
        *("sonuç sorumluluğu", "akuntabel", "akuntabilitas", "penanggung jawab", "担责人", "结果责任", "结果负责人"),
    ),
}
"""Every head that is understood, by the field that it stands for; the first one is what messages call it."""

YES = frozenset(
    (
        *("x", "✓", "✔", "☑", "•", "*", "√", "1", "yes", "y", "true", "ja", "j", "wahr", "sì", "si", "s", "vero"),
        *("evet", "e", "doğru", "ya", "iya", "benar", "是", "对", "真"),
    )
)
NO = frozenset(
    (
        *(
            "-",
            "\N{EN DASH}",
            "☐",
            "✗",
            "0",
            "no",
            "n",
            "false",
            "nein",
            "falsch",
            "f",
            "falso",
            "hayir",
            "h",
            "yanliş",
        ),
        *("tidak", "bukan", "salah", "否", "不是", "假"),
    )
)
"""What a mark may be, as `plain` leaves it."""


def field_of(head: str) -> str:
    """Return the field that a head stands for; empty for one that nobody knows."""
    return _fields().get(plain(head), "")


def names() -> tuple[str, ...]:
    """Return every head that is understood, for a suggestion."""
    return tuple(word for words in COLUMNS.values() for word in words)


def label(field: str) -> str:
    """Return what messages call a field's column."""
    return COLUMNS[field][0]


def marked(cell: str) -> bool | None:
    """Return whether a cell says yes, in any of the languages; None for one that says neither yes nor no."""
    word = plain(cell)
    if not word or word in NO:
        return False
    return True if word in YES else None


def plain(text: str) -> str:
    """Return a head without what people write differently: case, the dots of a Turkish i, width, `_`, a `*` or `:`."""
    folded = unicodedata.normalize("NFKC", text).replace("İ", "i").replace("ı", "i").casefold()
    return re.sub(r"[\s_]+", " ", folded).strip(" :*.") or folded.strip()


@cache
def _fields() -> dict[str, str]:
    return {plain(word): field for field, words in COLUMNS.items() for word in words}
