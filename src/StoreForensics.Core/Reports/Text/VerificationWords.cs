using System.Globalization;
using StoreForensics.Model;

namespace StoreForensics.Reports.Text;

/// <summary>What came of verification, in sentences; the same in every report.</summary>
internal static class VerificationWords
{
    private static readonly CheckKind[] s_kinds = [CheckKind.Evidence, CheckKind.Image, CheckKind.Chain, CheckKind.Layer, CheckKind.Blob];

    public static bool HasVerified(VerificationResult verification) => verification.Checks.Any(c => c.Status == CheckStatus.Ok);

    /// <summary><c>Layers: 27 of 56 as recorded, 29 that cannot be checked.</c></summary>
    public static string Counts(VerificationResult verification)
    {
        var sentences = new List<string>();
        foreach (CheckKind kind in s_kinds)
        {
            int all = verification.Count(kind);
            if (all == 0)
                continue;
            int unknown = verification.Count(kind, CheckStatus.Unverifiable);
            int good = verification.Count(kind, CheckStatus.Ok);
            string words = string.Create(CultureInfo.InvariantCulture, $"{Plural(kind)}: {good} of {all} as recorded");
            if (all - good - unknown > 0)
                words += string.Create(CultureInfo.InvariantCulture, $", {all - good - unknown} not");
            if (unknown > 0)
                words += string.Create(CultureInfo.InvariantCulture, $", {unknown} that cannot be checked");
            sentences.Add(words + ".");
        }
        return string.Join(' ', sentences);
    }

    /// <summary><c>3 files in 2 layers are not as they were when the layers were stored</c>.</summary>
    public static string Mismatch(VerificationResult verification)
    {
        Check[] files = [.. verification.Checks.Where(c => c.Kind == CheckKind.File && c.IsMismatch)];
        int layers = files.Select(c => c.Layer).Distinct().Count();
        return files.Length == 0
            ? "Something is not as the engine recorded it"
            : string.Create(CultureInfo.InvariantCulture,
                $"{files.Length} {(files.Length == 1 ? "file" : "files")} in {layers} {(layers == 1 ? "layer" : "layers")} {(files.Length == 1 ? "is" : "are")} not as recorded when the {(layers == 1 ? "layer was" : "layers were")} stored");
    }

    /// <summary>Names of the images and containers that have the thing.</summary>
    public static IEnumerable<string> Owners(Check check)
    {
        IEnumerable<Image> images = check.Image is { } image ? [image] : check.Layer?.Images ?? [];
        return images.Where(i => i.References.Count > 0).SelectMany(i => i.DisplayNames)
            .Concat(check.Layer?.Containers.Select(c => c.DisplayName) ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private static string Plural(CheckKind kind) => kind switch
    {
        CheckKind.Evidence => "The evidence itself",
        CheckKind.Image => "Images",
        CheckKind.Chain => "Chains of layers",
        CheckKind.Layer => "Layers",
        _ => "Content blobs",
    };
}
