"""`words`."""

import click

from playbook.cli import show, tongue
from playbook.cli.command import Group, Settings, command, pass_settings
from playbook.cli.tongue import t

FINDINGS = 1


@click.group(cls=Group)
def words() -> None:
    """Help those who translate the program."""


@command("playbook words check de\nplaybook words check", name="check")
@click.argument("languages", metavar="[LANG]...", nargs=-1)
@pass_settings
def check(settings: Settings, languages: tuple[str, ...]) -> int:
    """Find what is missing or wrong in the catalogues of LANG, or of all languages.

    Missing, fuzzy and empty messages, placeholders and forms that differ, wrong plural forms, English that was left,
    punctuation. Each is one line, `file:line: sentence`. Exit 1 when there is one.
    """
    from playbook.app.wording import check as find
    from playbook.words import languages as every

    known = every()
    for language in languages:
        if language not in known:
            tongue.refuse(language)
    asked = languages or known[1:]
    found = [remark for language in asked if language != "en" for remark in find(language)]
    data = [{"file": one.file, "line": one.line, "message": str(one.what)} for one in found]
    settings.data({"languages": list(asked), "findings": data})
    for one in found:
        click.echo(show.clean(f"{one.file}:{one.line}: {t(one.what)}"), err=settings.json)
    if found:
        settings.say(t("{n} finding", "{n} findings", n=len(found)))
        return FINDINGS
    complete = t("{n} catalogue is complete", "{n} catalogues are complete", n=len(asked))
    settings.say(f"{show.mark('pass')} {complete}")
    return 0


words.add_command(check)
