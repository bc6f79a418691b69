using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Cli.Commands;

/// <summary>Says what a view lacks, before it is shown.</summary>
internal static class ViewReach
{
    // A view with a layer missing must not look whole.
    public static void Check(ViewedObject viewed, ProblemLog problems)
    {
        if (viewed.Top is null)
            problems.Damage("SF-VIEW-0001", viewed.Origin, $"{DisplayText.Escape(viewed.Name)} has no layer that is known: there is nothing to look into");
        foreach (Layer layer in viewed.Top?.Stack().Take(viewed.IsLayer ? 1 : int.MaxValue) ?? [])
        {
            if (layer.Files is null)
                problems.Damage("SF-VIEW-0002", layer.Origin, $"layer {DisplayText.Escape(layer.Id)} is out of reach, the view lacks its files: {layer.UnreachableReason ?? "its directory is missing"}");
        }
    }
}
