using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>Tells the titles under which boxes are criteria of the task group above from those under which they are tasks.</summary>
internal static partial class CriteriaTitle
{
    /// <summary>Whether boxes under a heading or label with this text are criteria.</summary>
    public static bool IsCriteria(string title) => IsAcceptance(title) || Other().IsIn(Plain(title)) || IsOwnReview(title);

    // A look at the plan or at the work as a whole, with a remark behind it or not: "Self-Review (before handing off)".
    private static bool IsOwnReview(string title)
    {
        var bracket = title.AsSpan().IndexOfAny('(', '（');
        return OwnReview().IsIn(Plain(bracket > 0 ? title[..bracket] : title).Replace('-', ' '));
    }

    /// <summary>Whether boxes under a heading are criteria. Under a number they are work where OpenSpec counts so (<c>3. Validation</c>).</summary>
    public static bool IsCriteria(HeadingLine heading, string dialect) =>
        heading.Kind switch
        {
            HeadingKind.Plain => IsCriteria(heading.Title),
            HeadingKind.Numbered => IsAcceptance(heading.Name)
                || (
                    IsCriteria(heading.Name)
                    && (dialect != "openspec" || !Plain(heading.Name).Contains("validation", StringComparison.Ordinal))
                ),
            _ => false,
        };

    /// <summary>Whether what is under a heading was noted on the way, such as a progress log: neither work nor criteria.</summary>
    public static bool IsRecord(string title) => Record().IsIn(Plain(title)) || IsExcluded(title);

    /// <summary>Whether what is under a numbered heading is no work unless it has numbers of that heading: what is excluded, risks, a legend.</summary>
    public static bool IsExcluded(string title) => Excluded().IsIn(Plain(title));

    /// <summary>Whether tasks under a heading or label were given up.</summary>
    public static bool IsDropped(string title) => Dropped().IsIn(Plain(title));

    /// <summary>Whether a heading announces notes, whose boxes bind nobody where they are outside all groups.</summary>
    public static bool IsNotes(string title) => Notes().IsIn(Plain(title));

    /// <summary>Whether it announces acceptance criteria, so that plain bullets under it are criteria too.</summary>
    public static bool IsAcceptance(string title) => Acceptance().IsIn(Plain(title));

    /// <summary>Whether a line is a criterion that has a number: <c>AC1: The total is shown</c>.</summary>
    public static bool IsCounted(string line) => Counted().IsIn(line);

    /// <summary>Whether it may hold the tasks themselves, where a file has no others.</summary>
    public static bool IsBareChecklist(string title) => Plain(title) is "checklist" or "检查清单" or "チェックリスト";

    private static string Plain(string title) => Ornaments().ReplaceIn(title, " ").Trim().ToLowerInvariant();

    [GeneratedRegex(@"^[*_]{0,3}AC[ -]?\d{1,3}[*_]{0,3}\s*[:：.)–—-][*_]{0,3}\s+\S", RegexOptions.None, 1000)]
    private static partial Regex Counted();

    [GeneratedRegex(@"[^\p{L}\p{N}&/\-]+", RegexOptions.None, 1000)]
    private static partial Regex Ornaments();

    [GeneratedRegex(
        @"^(?:[\w-]+ ){0,3}(?:acceptance|(?:acceptance|success|completion|exit|done) criteria|definition of done|dod|done when)(?: (?:for|of|to|met)\b.*)?$|^criteria$"
            + @"|^(?:(?:task|story|feature|the) )?acs?(?:[ -]?\d{1,3})?$|^ac s$|^a/cs?$|^a c$|^(?:acceptance|success|completion|exit) (?:criterion|conditions?)$"
            + @"|^(?:done|complete|completed|finished|accepted|successful|success) (?:when|if|once)$|^(?:conditions|criteria) (?:of|for) (?:satisfaction|acceptance|success|completion|done)$|^(?:pass|passing) criteria$"
            + @"|^(?:验收标准|验收|完成标准|验收条件|受け入れ基準|受入基準|受け入れ条件|完了条件|完了基準)$"
            + @"|^(?:akzeptanz|abnahme|erfolgs)kriterien$|^criterios? de (?:aceptación|éxito|finalización)$|^critérios? de (?:aceitação|aceite|sucesso|conclusão)$|^critères? (?:d acceptation|de (?:réussite|succès|validation))$|^criteri di (?:accettazione|successo|completamento)$|^acceptatiecriteria$|^kryteria (?:akceptacji|ukończenia)$|^критерии (?:при[её]мки|готовности|успеха)$|^(?:인수|완료|수락) (?:기준|조건)$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Acceptance();

    [GeneratedRegex(
        @"^(?:final |user |manual |quality |self |code |peer |spec |post-implementation )?(?:review|validation)(?: (?:notes|criteria|gates?|steps))?$"
            + @"|^(?:[\w-]+ ){0,2}notes?(?: (?:&|and|for|on) .*)?$"
            + @"|^(?!(?:implementation|tasks?|development|migration|todo|work|feature|project)\b)(?:[\w&/-]+ ){0,4}checklists?(?: (?:for|before|after) .*)?$"
            + @"|^self-?check\b.*$|^(?:检查清单|注意事项|备注|チェックリスト|メモ)$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Other();

    [GeneratedRegex(
        @"^(?:(?:final|last|user|manual|quality|self|own|code|peer|plan|planning|spec|specification|task|list|document|doc|author|human|team|internal|pr|pull request|pre (?:merge|commit|flight|submit|handoff)|post implementation|implementation plan|and|&|the) )*"
            + @"(?:review|self (?:check|assessment|audit|verification|validation|evaluation|inspection)|(?:plan|spec|specification) (?:(?:consistency|coverage|sanity) )?(?:check|audit|verification|validation)|(?:reviewer|author) sign off|sign off)"
            + @"(?: (?:of|on|for|against) (?:(?:this|the|whole|entire|own|my|your|our) )*(?:plan|spec|specification|document|list|work|code|changes?|tasks|self))?"
            + @"(?: (?:notes?|criteria|gates?|steps|results?|findings|summary|questions|items|points|pass))?$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex OwnReview();

    [GeneratedRegex(
        @"^(?:[\w-]+ ){0,3}(?:log|logs|changelog|journal|history)$|^(?:dev agent record|qa results?|completion notes?(?: list)?|file list|debug log.*|session (?:notes?|summary)|status (?:updates?|reports?|history))$|^(?:进度日志|变更记录|変更履歴)$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Record();

    // What is excluded or not decided yet is no work of this list; what comes later ("Future improvements") may be. Nor are risks and legends.
    [GeneratedRegex(
        @"^(?:explicitly |what is )?(?:out of scope|not in scope|non-?goals?|won t (?:do|have|fix)|parking lot|icebox|open questions?|unresolved questions?)\b.*$"
            + @"|^(?:außerhalb des umfangs|nicht im umfang|offene fragen|fuera de alcance|preguntas abiertas|hors périmètre|questions ouvertes|fora do escopo|perguntas abertas|questões em aberto"
            + @"|fuori ambito|domande aperte|buiten scope|open(?:staande)? vragen|poza zakresem|otwarte pytania|вне рамок|открытые вопросы|范围外|待定问题|开放问题|スコープ外|対象外|未解決の質問|범위 외|미해결 질문)$"
            + @"|^(?:known |key |main |technical |project |open )?(?:risks?|assumptions?)(?: (?:(?:&|and) )?(?:risks?|assumptions?|mitigations?|issues|constraints|concerns))?$"
            + @"|^(?:(?:bekannte )?risiken|annahmen|risiken und annahmen|risques|hypothèses|riesgos|supuestos|riscos|premissas|suposições|rischi|ipotesi|assunzioni|risico s|aannames|ryzyka|założenia|риски|предположения|допущения|风险|假设|リスク|想定|위험|리스크|가정)$"
            + @"|^(?:(?:status|symbols?|colou?r|task|box|checkbox) )?(?:legend|key)$|^(?:legende|zeichenerklärung|leyenda|légende|legenda|легенда|обозначения|图例|凡例|범례)$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Excluded();

    // Words that say so, alone or before a word for tasks: "Cancelled orders" are work.
    [GeneratedRegex(
        @"^(?:tasks? |items? |work |ideas? )?(?:that (?:were|was|are) )?(?:cancell?ed|dropped|rejected|abandoned|declined|discarded|descoped|scrapped|obsolete|superseded|no longer (?:needed|relevant|planned)|not (?:needed|doing|planned)|will not (?:do|be done|fix)|wont (?:do|fix)|wontfix"
            + @"|verworfen|abgelehnt|abgebrochen|gestrichen|entfallen|nicht mehr nötig|annulée?s?|abandonnée?s?|rejetée?s?|écartée?s?|cancelad[oa]s?|descartad[oa]s?|rechazad[oa]s?|abandonad[oa]s?|rejeitad[oa]s?"
            + @"|annullat[oiae]|scartat[oiae]|rifiutat[oiae]|abbandonat[oiae]|geannuleerd|afgewezen|vervallen|geschrapt|anulowan[eo]|odrzucon[eo]|porzucon[eo]|отмен[её]н[оаы]?|отклонен[оаы]?|отклонён|отброшен[оаы]?"
            + @"|已取消|已放弃|已拒绝|已废弃|キャンセル済み|中止|却下|取り下げ|破棄|취소됨|기각|폐기|철회|거부됨)"
            + @"(?: (?:tasks?|items?|work|ideas?|features?|stories|proposals?|from scope|aufgaben|tâches|tareas|tarefas|attività|taken|zadania|задачи|任务|タスク|작업))?(?: [\d -]+)?$|^(?:verworfene|abgelehnte|gestrichene|abgebrochene) aufgaben$|^(?:已取消|已放弃|废弃)的?任务$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Dropped();

    [GeneratedRegex(@"^(?:[\w-]+ ){0,2}notes?(?: (?:&|and|for|on) .*)?$|^(?:注意事项|备注|メモ)$", RegexOptions.None, 1000)]
    private static partial Regex Notes();
}
