using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports;
using StoreForensics.Reports.Bodyfile;
using StoreForensics.Reports.Csv;
using StoreForensics.Reports.Html;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Jsonl;
using StoreForensics.Reports.L2t;
using StoreForensics.Reports.Pdf;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Damage;

/// <summary>What the whole program makes of a tar, every report written.</summary>
internal sealed class Examination
{
    private static readonly IReportWriter[] s_data = [new CsvTimelineWriter(), new JsonlTimelineWriter(), new InventoryJsonWriter(), new BodyfileWriter(),
        new L2tCsvWriter()];
    private static readonly IReportWriter[] s_documents = [new HtmlReportWriter(), new PdfReportWriter()];

    public required string[] Images { get; init; }

    public required string[] Containers { get; init; }

    /// <summary>One line a container: what of it other objects' files cannot change.</summary>
    public required IReadOnlyDictionary<string, string> ContainerFacts { get; init; }

    public required IReadOnlyList<Problem> Problems { get; init; }

    public required IReadOnlyList<Leftover> Leftovers { get; init; }

    /// <param name="tar">The evidence.</param>
    /// <param name="withDocuments">Whether to write HTML and PDF too, which take longest.</param>
    public static Examination Of(byte[] tar, bool withDocuments)
    {
        using var scratch = new Scratch();
        using Analyzer analyzer = Analyzer.Open(new AnalysisOptions { Evidence = ["-"], StandardInput = new MemoryStream(tar), WillReadFiles = true }, scratch);
        (ITimeline timeline, IReadOnlyList<Finding> findings) = analyzer.Examine(new TimelineOptions { Logs = LogEvents.All }, verification: null);
        Case subject = analyzer.BuildCase(new CaseDetails(), new ToolDetails("storeforensics", "0", "analyze -"), timeline, findings: findings);
        foreach (IReportWriter writer in withDocuments ? s_data.Concat(s_documents) : s_data)
            Write(writer, subject);
        return new Examination
        {
            Images = [.. analyzer.Inventory.Images.Select(i => i.Id)],
            Containers = [.. analyzer.Inventory.Containers.Select(c => c.Id)],
            ContainerFacts = analyzer.Inventory.Containers.ToDictionary(c => c.Id, Facts),
            Problems = subject.Problems,
            Leftovers = [.. analyzer.Inventory.Leftovers],
        };
    }

    /// <summary>The image's id within the facts of a container, with its separator.</summary>
    public static string ImageOf(string facts) => "|" + facts.Split('|')[8] + "|";

    private static string Facts(Container c) => string.Join('|', c.Path, c.Created?.Text, c.State, c.ExitCode, c.NetworkMode, c.Mounts?.Count, c.Env?.Count,
        c.Hostname, c.ImageId, c.Logs.Count);

    private static void Write(IReportWriter writer, Case subject)
    {
        using var target = new MemoryStream();
        writer.Write(subject, target);
        if (target.Length == 0)
            throw new InvalidDataException($"the {writer.Name} report is empty");
    }
}
