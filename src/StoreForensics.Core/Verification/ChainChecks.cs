using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Layered;

namespace StoreForensics.Verification;

/// <summary>
/// Chain ids recomputed: of each record in the layer database from its own <c>diff</c> and <c>parent</c>, and of each image from the layers that its
/// configuration lists (OCI image-spec config.md, "Layer ChainID").
/// </summary>
internal sealed class ChainChecks(Func<string, IEvidenceSource?> sources, ProblemLog problems)
{
    public IEnumerable<Check> Of(Inventory inventory)
    {
        foreach (Layer layer in inventory.Layers)
        {
            if (layer is { ChainId: not null, Metadata: { } record } && sources(record.Evidence) is { } source)
                yield return problems.ContainOr(record, null, () => Of(layer, layer.ChainId, source, record)) ?? Unread(layer, layer.ChainId, record);
        }
        var known = inventory.Layers.Where(l => l.ChainId is not null).Select(l => (l.Store, l.ChainId!)).ToHashSet();
        foreach (Image image in inventory.Images)
        {
            foreach (Check missing in Missing(image, known))
                yield return missing;
        }
    }

    private static Check Unread(Layer layer, string chainId, Origin record) =>
        new() { Kind = CheckKind.Chain, Status = CheckStatus.Unverifiable, Subject = chainId, Expected = chainId, Origin = record, Layer = layer, Detail = "the record cannot be read" };

    private Check Of(Layer layer, string chainId, IEvidenceSource source, Origin record)
    {
        var check = new Check { Kind = CheckKind.Chain, Status = CheckStatus.Unverifiable, Subject = chainId, Expected = chainId, Origin = record, Layer = layer };
        int directory = source.Tree.Find(EvidenceTree.Root, record.Path.Bytes);
        if (directory == EvidenceTree.None || Text(source, directory, "diff"u8) is not { } diff)
            return check with { Detail = "the record of its diff id is missing" };
        string actual = ChainIds.Of(Text(source, directory, "parent"u8), diff);
        return check with
        {
            Actual = actual,
            Status = actual == chainId ? CheckStatus.Ok : CheckStatus.Altered,
            Detail = actual == chainId ? null : "the recorded diff id or parent is not what the chain id was made of",
        };
    }

    private IEnumerable<Check> Missing(Image image, HashSet<(StoreInfo, string)> known)
    {
        foreach (string chainId in image.ChainIds)
        {
            if (known.Contains((image.Store, chainId)))
                continue;
            yield return new Check
            {
                Kind = CheckKind.Chain,
                Status = CheckStatus.Missing,
                Subject = chainId,
                Expected = chainId,
                Origin = image.Origin,
                Image = image,
                Detail = "the image's configuration lists this layer, and the layer database has no record of it",
            };
        }
    }

    private string? Text(IEvidenceSource source, int directory, ReadOnlySpan<byte> name)
    {
        int node = source.Tree.Child(directory, name);
        if (node == EvidenceTree.None || source.Tree[node].Kind != EntryKind.File)
            return null;
        return new EvidenceFiles(source, problems).ReadAll(node, 1 << 16) is { } bytes ? Encoding.UTF8.GetString(bytes).Trim() : null;
    }
}
