using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Graph;

namespace StoreForensics.Verification;

/// <summary>Words what came of a layer: one check of the layer, one of each file that is not as recorded.</summary>
internal sealed class LayerChecks(Inventory inventory)
{
    /// <summary>A layer that nothing could be compared with.</summary>
    public Check Unverifiable(Layer layer)
    {
        bool isMissing = layer.Files is null && layer.TarRecord is not null && inventory.Layers.Any(l => l.Store == layer.Store && l.Files is not null)
            && !inventory.CopyOf(layer.Origin.Evidence).HasLost(CopyLoss.Directories | CopyLoss.Rest);
        return Of(layer) with
        {
            Status = isMissing ? CheckStatus.Missing : CheckStatus.Unverifiable,
            Detail = layer.Files is null ? layer.UnreachableReason : WhyNoRecord(layer),
            Grounds = isMissing ? CheckGrounds.OfGap("the engine's record of the layer, and no directory of its files") : null,
        };
    }

    public static IEnumerable<Check> Of(LayerOutcome outcome)
    {
        Layer layer = outcome.Layer;
        yield return Whole(outcome);
        foreach (FileDifference file in outcome.Files)
            yield return File(layer, file);
    }

    private static Check Whole(LayerOutcome outcome)
    {
        Layer layer = outcome.Layer;
        bool digestDiffers = layer.DiffId is not null && outcome.RebuiltDigest is not null && outcome.RebuiltDigest != layer.DiffId;
        int differing = outcome.Files.Count(f => f.Status != CheckStatus.Unverifiable);
        CheckStatus status = differing > 0 || digestDiffers ? CheckStatus.Altered
            : outcome.Unverifiable is not null || outcome.Files.Count > 0 ? CheckStatus.Unverifiable : CheckStatus.Ok;
        return Of(layer) with
        {
            Status = status,
            Expected = layer.DiffId,
            Actual = outcome.RebuiltDigest,
            Detail = Words(outcome, differing, digestDiffers),
            Grounds = status == CheckStatus.Altered ? Grounds(outcome) : null,
        };
    }

    // Of a layer as a whole: as far as its best proof carries.
    private static Grounds Grounds(LayerOutcome outcome) =>
        outcome.Files.Where(f => f.Status != CheckStatus.Unverifiable)
            .Select(f => File(outcome.Layer, f).Grounds!).MaxBy(g => g.Confidence) ?? CheckGrounds.OfDigest("the layer");

    private static string Words(LayerOutcome outcome, int differing, bool digestDiffers)
    {
        var words = new List<string>();
        if (differing > 0)
            words.Add(Invariant($"{differing + outcome.Dropped} of its entries are not as recorded"));
        if (digestDiffers && differing == 0)
            words.Add($"every file is as its {Record(outcome.Layer)} says, and the digest is not: the {Record(outcome.Layer)} or the recorded diff id was altered");
        if (outcome.Unverifiable is { } why)
            words.Add(why);
        if (outcome.Files.Count(f => f.Status == CheckStatus.Unverifiable) is > 0 and var unread)
            words.Add(Invariant($"{unread} files cannot be checked"));
        if (words.Count == 0)
            words.Add(Invariant($"{outcome.Compared} entries as recorded")
                + (outcome.Layer.DiffId is null ? ", by their headers and checksums; no digest of the layer was kept" : ""));
        return string.Join("; ", words);
    }

    private static Check File(Layer layer, FileDifference file)
    {
        EvidenceTree tree = layer.Files!.Tree;
        var known = new KnownFacts(in tree[file.Node], layer.Files.Copy);
        Timestamp? changed = layer.Files.Copy.HasLost(CopyLoss.ChangeTimes) ? null : tree.Extra(file.Node).Changed;
        return Of(layer) with
        {
            Kind = CheckKind.File,
            Status = file.Status,
            Path = new EvidencePath((byte[])[(byte)'/', .. file.Path.Bytes]),
            Expected = file.Differences.Count == 0 ? null : string.Join(", ", file.Differences.Select(d => $"{d.Name} {d.Recorded}")),
            Actual = file.Differences.Count == 0 ? Facts(file, known) : string.Join(", ", file.Differences.Select(d => $"{d.Name} {d.Found}")),
            Detail = Detail(file),
            Origin = layer.Files.Source.Origin(file.Node),
            RecordedModified = file.RecordedModified,
            Modified = known.Modified,
            Changed = changed,
            Grounds = file.Status == CheckStatus.Unverifiable ? null : CheckGrounds.Of(layer, file, changed),
        };
    }

    private static string? Facts(FileDifference file, KnownFacts known) => file.Status != CheckStatus.Planted ? null
        : Invariant($"{known.Kind.Name()}, mode {KnownText.Mode(known)}, owner {KnownText.Owner(known)}, {KnownText.Number(known.Size)} bytes, modified {known.Modified?.ToString() ?? "unknown"}");

    private static string Detail(FileDifference file)
    {
        string words = file.Status switch
        {
            CheckStatus.Planted => "not in the layer when it was stored",
            CheckStatus.Missing => "in the layer when it was stored, and gone from the disk",
            _ => string.Join("; ", file.Differences.Select(d => $"{d.Name} {d.Recorded} → {d.Found}")),
        };
        return file.Note is null ? words : words.Length == 0 ? file.Note : $"{words}; {file.Note}";
    }

    private static Check Of(Layer layer) => new()
    {
        Kind = CheckKind.Layer,
        Status = CheckStatus.Ok,
        Subject = layer.Id,
        Origin = layer.Origin,
        Layer = layer,
    };

    private static string WhyNoRecord(Layer layer) => layer.Role switch
    {
        LayerRole.Container => "a container's own layer: it changes while the container runs, and no record of it is kept",
        LayerRole.ContainerInit => "made by the engine for one container; no record of it is kept",
        LayerRole.BuildCache => "build cache of which no image was made; no record of it is kept",
        LayerRole.Orphan when layer.Snapshot is not null => "a snapshot that no image is made of, so there is no record of it",
        LayerRole.Orphan => "nothing in the metadata refers to it, so there is no record of it",
        LayerRole.Removing => "it was being removed, and its record is gone",
        _ when layer.Store.Era == GraphStore.EraName => "Docker before 1.8 kept no record of a layer's files, and later versions none of layers that are older",
        _ when layer.Store.Era == "containerd" => "the blob with its tar is not in the evidence: containerd may discard it once it is unpacked",
        _ => "its tar-split, which every engine of this era keeps, is missing",
    };

    private static string Record(Layer layer) => layer.TarRecord?.IsTar == true ? "tar" : "tar-split";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
