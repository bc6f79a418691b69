using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;
using StoreForensics.Views;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>The report of a case for people, as a document: which sections it has, in which order.</summary>
internal sealed class CaseReport
{
    private readonly ReportContext _context;

    public CaseReport(Case subject, bool showSecrets, Func<Layer, IEnumerable<FileChange>> layerChanges, Func<Container, IEnumerable<FileChange>> containerChanges)
    {
        _context = new ReportContext(subject, new SecretMask(showSecrets), layerChanges, containerChanges);
        CaseDetails details = subject.Details;
        string evidence = details.EvidenceId ?? string.Join(", ", subject.Evidence.Take(3).Select(e => e.Name));
        string head = string.Join("  ·  ", new[] { details.CaseName, evidence }.Where(part => !string.IsNullOrEmpty(part)).Select(part => CaseFormat.Cut(part!, 120)));
        Document = new ReportDocument
        {
            Title = "Docker store examination" + (head.Length > 0 ? ": " + head : ""),
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
    private IEnumerable<Block> Blocks() => CoverSection.Blocks(_context)
        .Concat(FindingsSection.Blocks(_context))
        .Concat(VerificationSection.Blocks(_context))
        .Concat(ClocksSection.Blocks(_context))
        .Concat(StoresSection.Blocks(_context))
        .Concat(HostSection.Blocks(_context))
        .Concat(new ImagesSection(_context).Blocks())
        .Concat(new ContainersSection(_context).Blocks())
        .Concat(VolumesSection.Volumes(_context))
        .Concat(NetworksSection.Blocks(_context))
        .Concat(VolumesSection.Leftovers(_context))
        .Concat(new TimelineSection(_context).Blocks())
        .Concat(ProblemsSection.Blocks(_context))
        .Concat(MethodSection.Blocks(_context));
}
