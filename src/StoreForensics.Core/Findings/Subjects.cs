using StoreForensics.Model;

namespace StoreForensics.Findings;

/// <summary>Names of what a finding is about: every tag of every image, every container.</summary>
internal static class Subjects
{
    public static IReadOnlyList<string> Of(Image image) => [.. image.DisplayNames.Order(StringComparer.Ordinal)];

    /// <summary>Images with a name first; those without only where no other has the layer.</summary>
    public static IReadOnlyList<string> Of(Layer layer)
    {
        if (layer.Containers.Count > 0)
            return [.. layer.Containers.Select(c => c.DisplayName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string[] named = [.. layer.Images.Where(i => i.References.Count > 0).SelectMany(i =>
            i.DisplayNames).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (named.Length > 0)
            return named;
        return [.. layer.Images.Where(i => !i.IsIntermediate).SelectMany(i => i.DisplayNames).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
