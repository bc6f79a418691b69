using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Documents.Content.Chapters;
using StoreForensics.Reports.Text;
using StoreForensics.Views;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>The report of a case for people, as a document: which sections it has, in which order.</summary>
internal sealed class CaseReport
{
    private readonly ReportContext _context;
    private readonly string _title;
    private readonly IReadOnlyList<string> _sections;

    /// <param name="subject">The case.</param>
    /// <param name="title">At the head of the first page.</param>
    /// <param name="sections">What follows the contents, in order: names of <see cref="Sections.All"/>.</param>
    /// <param name="showSecrets">Whether values that look like secrets are printed.</param>
    /// <param name="layerChanges">What a layer changed.</param>
    /// <param name="containerChanges">What a container changed.</param>
    public CaseReport(
        Case subject, string title, IReadOnlyList<string> sections, bool showSecrets, Func<Layer, IEnumerable<FileChange>> layerChanges, Func<Container,
            IEnumerable<FileChange>> containerChanges)
    {
        (_title, _sections) = (title, sections);
        _context = new ReportContext(subject, new SecretMask(showSecrets), layerChanges, containerChanges);
        CaseDetails details = subject.Details;
        string evidence = details.EvidenceId ?? subject.EvidenceNames();
        string head = string.Join("  ·  ", new[] { details.CaseName, evidence }.Where(part => !string.IsNullOrEmpty(part)).Select(part =>
            CaseFormat.Cut(part!, 120)));
        Document = new ReportDocument
        {
            Title = title + (head.Length > 0 ? ": " + head : ""),
            Author = details.Examiner,
            Subject = details.Note,
            Tool = subject.Tool.Name + " " + subject.Tool.Version,
            Date = details.Date,
            RunningHead = head,
            Blocks = Blocks(),
        };
    }

    /// <summary>Its blocks may be enumerated once.</summary>
    public ReportDocument Document { get; }

    /// <summary>After drawing: what was cut, for the user; null when nothing was.</summary>
    public string? LeftOut => _context.LeftOut.Count == 0 ? null : DisplayText.Escape(string.Join("; ", _context.LeftOut));

    // Concatenated lazily: each section is read while it is drawn.
    private IEnumerable<Block> Blocks()
    {
        IEnumerable<Block> blocks = new CoverSection(_context, _title).Blocks()
            .Concat(new SummarySection(_context, [.. Sections.All.Except(_sections)]).Blocks())
            .Append(new TableOfContents("Contents"));
        return _sections.Aggregate(blocks, (before, section) => before.Concat(Section(section)));
    }

    // Below its first heading each section says how to ask for it again.
    private IEnumerable<Block> Section(string name)
    {
        string? again = AskAgain.Of(_context.Case, name);
        foreach (Block block in Made(name))
        {
            yield return block;
            if (again is not null && block is Heading { Level: 1 })
            {
                yield return new Paragraph(Span.Mono(CaseFormat.Cut(again, ReportLimits.Text), Tone.Muted), ParagraphRole.Note);
                again = null;
            }
        }
    }

    private IEnumerable<Block> Made(string name) => name switch
    {
        Sections.Chronology => ChronologySection.Blocks(_context),
        Sections.Exhibits => ExhibitsSection.Blocks(_context),
        Sections.Findings => new FindingsSection(_context).Blocks(),
        Sections.Indicators => IndicatorsSection.Blocks(_context),
        Sections.Charts => new ChartsSection(_context).Blocks(),
        Sections.Evidence => EvidenceSection.Blocks(_context),
        Sections.Stores => StoresSection.Blocks(_context),
        Sections.Layout => LayoutSection.Blocks(_context),
        Sections.Host => HostSection.Blocks(_context),
        Sections.Images => new ImagesSection(_context).Blocks(),
        Sections.Containers => new ContainersSection(_context).Blocks(),
        Sections.Builds => new BuildsSection(_context).Blocks(),
        Sections.Swarm => SwarmSection.Blocks(_context),
        Sections.Volumes => VolumesSection.Volumes(_context),
        Sections.Networks => NetworksSection.Blocks(_context),
        Sections.Leftovers => VolumesSection.Leftovers(_context),
        Sections.Removed => RemovedSection.Blocks(_context),
        Sections.Verification => VerificationSection.Blocks(_context),
        Sections.Clocks => ClocksSection.Blocks(_context),
        Sections.Timeline => new TimelineSection(_context).Blocks(),
        Sections.Method => MethodSection.Blocks(_context),
        Sections.Glossary => MethodSection.Glossary(),
        _ => ProblemsSection.Blocks(_context),
    };
}
