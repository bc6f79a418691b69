using StoreForensics.Model;

namespace StoreForensics.Verification;

/// <summary>Layers that are tars against the diff ids that configurations list.</summary>
internal static class TarChecks
{
    public static Check Of(Layer layer, TarDigest? digest)
    {
        var check = new Check
        {
            Kind = CheckKind.Layer,
            Status = CheckStatus.Unverifiable,
            Subject = layer.Id,
            Expected = layer.DiffId,
            Actual = digest?.Plain,
            Origin = layer.Origin,
            Layer = layer,
        };
        if (digest?.Plain is not { } actual)
            return check with { Detail = digest?.Fault ?? layer.UnreachableReason };
        if (layer.DiffId is not { } expected)
            return check with { Detail = "no digest of the layer was recorded" };
        return actual == expected ? check with { Status = CheckStatus.Ok, Detail = "the tar has the digest that the image's configuration lists" } : check with
        {
            Status = CheckStatus.Altered,
            Detail = "the tar is not the one that the image's configuration lists: no file in it can be trusted to be the image's",
            Grounds = CheckGrounds.OfDigest("the layer"),
        };
    }

    /// <summary>A layer that should be there as a tar and is not.</summary>
    public static Check Missing(Layer layer) => new()
    {
        Kind = CheckKind.Layer,
        Status = CheckStatus.Unverifiable,
        Subject = layer.Id,
        Expected = layer.DiffId,
        Detail = layer.UnreachableReason,
        Origin = layer.Origin,
        Layer = layer,
    };
}
