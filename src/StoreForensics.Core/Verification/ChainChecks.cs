using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Stores;

namespace StoreForensics.Verification;

/// <summary>
/// Chain ids recomputed: of each record in the layer database from its own <c>diff</c> and <c>parent</c>, and of each image from the layers that its
/// configuration lists (OCI image-spec config.md, "Layer ChainID").
/// </summary>
internal static class ChainChecks
{
    public static IEnumerable<Check> Of(Inventory inventory)
    {
        foreach (Layer layer in inventory.Layers)
        {
            if (layer is { ChainId: not null, Metadata: { } origin, Chain: { } record })
                yield return Of(layer, layer.ChainId, origin, record);
            if (layer is { IdOf: { } rule, Metadata: { } index })
                yield return Of(layer, index, rule);
        }
        var known = inventory.Layers.Where(l => l.ChainId is not null).Select(l => (l.Store, l.ChainId!)).ToHashSet();
        foreach (Image image in inventory.Images)
        {
            foreach (Check missing in Missing(image, known))
                yield return missing;
        }
    }

    private static Check Of(Layer layer, string chainId, Origin origin, ChainRecord record)
    {
        var check = new Check
        {
            Kind = CheckKind.Chain,
            Status = CheckStatus.Unverifiable,
            Subject = chainId,
            Expected = chainId,
            Origin = origin,
            Layer = layer
        };
        if (record.DiffId is not { } diff)
            return check with { Detail = "the record of its diff id is missing" };
        string actual = ChainIds.Of(record.ParentChainId, diff);
        return check with
        {
            Actual = actual,
            Status = actual == chainId ? CheckStatus.Ok : CheckStatus.Altered,
            Grounds = actual == chainId ? null : CheckGrounds.OfDigest("the layer's place"),
            Detail = actual == chainId ? null : "the recorded diff id or parent is not what the chain id was made of",
        };
    }

    // Not every layer's id follows the rule, so one that does not says nothing.
    private static Check Of(Layer layer, Origin origin, LayerIdRule rule) => new()
    {
        Kind = CheckKind.Chain,
        Status = layer.Id == rule.Id ? CheckStatus.Ok : CheckStatus.Unverifiable,
        Subject = layer.Id,
        Expected = layer.Id,
        Actual = rule.Id,
        Origin = origin,
        Layer = layer,
        Detail = layer.Id == rule.Id ? null
            : "its id is not that of its digest and the layer below: it was drawn at random, as those of copies with other owners are, or one was altered",
    };

    private static IEnumerable<Check> Missing(Image image, HashSet<(StoreInfo, string)> known)
    {
        foreach (string chainId in image.ChainIds)
        {
            if (known.Contains((image.Store, chainId)))
                continue;
            yield return new Check
            {
                Kind = CheckKind.Chain,
                Status = CheckStatus.Missing,
                Grounds = CheckGrounds.OfGap("the image's configuration, and the layer database"),
                Subject = chainId,
                Expected = chainId,
                Origin = image.Origin,
                Image = image,
                Detail = "the image's configuration lists this layer, and the layer database has no record of it",
            };
        }
    }
}
