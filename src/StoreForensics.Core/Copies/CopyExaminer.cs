using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;

namespace StoreForensics.Copies;

/// <summary>
/// Finds what an evidence can carry: from its wrapping, from the whole of its entries, and from what the records of its layers say that there should be. Done
/// once, after the stores were read and before anything is judged. Each loss is a problem; where the marks of deletion were lost, layers take those of their
/// records.
/// </summary>
public static class CopyExaminer
{
    // Few and small: a command that lists images should not read every record of a busy host.
    private const int Samples = 8;
    private const long MostSampleBytes = 64 << 10;

    private static readonly string[] s_cuts = ["SF-COMPRESS-0002", "SF-TAR-0002", "SF-TAR-0003"];

    /// <param name="source">The evidence.</param>
    /// <param name="inventory">Its layers get the facts, and whiteouts that know the records.</param>
    /// <param name="problems">Told of each loss; asked whether the evidence ends early.</param>
    public static CopyFacts Examine(IEvidenceSource source, Inventory inventory, ProblemLog problems)
    {
        Layer[] layers = [.. inventory.Layers.Where(l => l.FilesAtHand?.Source == source)];
        EntrySurvey survey = EntrySurvey.Of(source.Tree, layers.Select(l => l.Files!.Root));
        RecordSurvey records = Records(layers, survey, problems);
        bool isCut = s_cuts.Any(code => problems.Has(code, source.Name));
        CopyFacts facts = new CopyJudgement(survey, records, source.Wrapping, layers) { IsCut = isCut, AreChangeTimesOfCopy = ChangeTimes.AreOfCopy(layers) }
            .Facts();
        inventory.Copies[source.Name] = facts;
        foreach (CopyNote note in facts.Notes)
            CopyProblems.Tell(problems, source, note);
        bool needsRecords = facts.HasLost(CopyLoss.TrustedAttributes | CopyLoss.Devices | CopyLoss.EmptyFiles | CopyLoss.Directories);
        foreach (Layer layer in layers)
            layer.Files = With(layer, facts, needsRecords, problems);
        return facts;
    }

    // All records are read only where a few of them, or the entries, show that something may be lost: on most evidences nothing is.
    private static RecordSurvey Records(Layer[] layers, EntrySurvey survey, ProblemLog problems)
    {
        var some = new RecordSurvey();
        foreach (Layer layer in layers.Where(l => l.TarRecord is { } r && r.Source.Tree[r.Node].Size <= MostSampleBytes).Take(Samples))
            some.Add(layer, problems);
        if (!survey.LacksSomething && !some.DiffersMuch && !layers.Any(l => l.Files!.Marks.UsesAttributes && !survey.HasTrusted && !survey.HasUser))
            return some;
        var all = new RecordSurvey();
        foreach (Layer layer in layers)
            all.Add(layer, problems);
        return all;
    }

    private static LayerFiles With(Layer layer, CopyFacts facts, bool needsRecords, ProblemLog problems)
    {
        LayerFiles files = layer.Files! with { Copy = facts };
        return needsRecords && !files.IsWholeTree && RecordedMarks.Of(layer, problems) is { IsEmpty: false } recorded
            ? files with { Whiteouts = new RecordedWhiteouts(files.Marks, recorded) }
            : files;
    }
}
