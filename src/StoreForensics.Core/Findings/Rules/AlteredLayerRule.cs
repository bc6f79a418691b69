using StoreForensics.Model;

namespace StoreForensics.Findings.Rules;

/// <summary>Files that are not as they were when their layer was stored.</summary>
internal sealed class AlteredLayerRule : IRule
{
    private static readonly Rule s_rule = new("layer-altered", "Not as the engine recorded it", FindingConfidence.High, ["T1565.001", "T1525"],
        "Every container started from an image with this layer since then.")
    {
        When = "verify found a file of a layer, or an image's configuration, that is not what the engine recorded; medium where its change time says that it was not changed after the layer was stored.",
        Alternatives = ["a fault of the disk or file system"],
        Severities = [FindingSeverity.Medium, FindingSeverity.Critical],
    };

    public IReadOnlyList<Rule> Rules => [s_rule];

    public static void Look(VerificationResult verification, FindingSink sink)
    {
        var owners = new LayerSubjects();
        foreach (Check check in verification.Checks.Where(c => c.IsMismatch && c.Kind is CheckKind.File or CheckKind.Image))
        {
            IReadOnlyList<string> subjects = check.Layer is { } layer ? owners.Of(layer) : check.Image is { } image ? Subjects.Of(image) : [];
            bool isNotAfter = check.Grounds is { Confidence: FindingConfidence.Low, Alternatives: [CheckWords.StoredSo, ..] };
            sink.Add(s_rule, isNotAfter ? FindingSeverity.Medium : FindingSeverity.Critical, subjects, $"{check.Status.Word()}: {check.Detail}.",
                check.Origin, check.Path, check.Changed ?? check.Modified, grounds: check.Grounds);
        }
    }
}
