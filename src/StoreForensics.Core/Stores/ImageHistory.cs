using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores;

/// <summary>Steps, layers and sizes of images that are a chain of parents (graph era).</summary>
internal static class ImageHistory
{
    /// <summary>Walks each image's parents once. A chain that comes back to itself is cut there, with a problem.</summary>
    public static void Fill(IReadOnlyList<Image> images, LayerAssembly layers, ProblemLog problems) =>
        Fill(images, image => layers.Find(image.Store.Driver, image.Id), problems);

    /// <inheritdoc cref="Fill(IReadOnlyList{Image}, LayerAssembly, ProblemLog)"/>
    /// <param name="images">Joined to their parents.</param>
    /// <param name="layerOf">The layer that an image made; null where it is not there.</param>
    /// <param name="problems">See above.</param>
    public static void Fill(IReadOnlyList<Image> images, Func<Image, Layer?> layerOf, ProblemLog problems)
    {
        foreach (Image image in images)
        {
            List<Image> chain = Chain(image, problems);
            chain.Reverse();
            for (int i = 0; i < chain.Count; i++)
                Append(image, chain[i], i + 1, layerOf);
            image.TotalSize = Total(chain);
        }
        foreach (Image image in images)
            Own(image, layerOf);
    }

    private static List<Image> Chain(Image image, ProblemLog problems)
    {
        var chain = new List<Image>();
        var seen = new HashSet<Image>();
        for (Image? at = image; at is not null; at = at.Parent)
        {
            if (!seen.Add(at))
            {
                problems.Damage("SF-GRAPH-0008", at.Origin, $"the chain of parents comes back to {at.Id}; it is cut there");
                break;
            }
            chain.Add(at);
        }
        return chain;
    }

    private static void Append(Image image, Image step, int number, Func<Image, Layer?> layerOf)
    {
        Layer? layer = layerOf(step);
        if (layer is not null)
            image.Layers.Add(layer);
        string createdBy = string.Join(' ', step.ContainerConfig?.Cmd ?? []);
        image.Steps.Add(new BuildStep
        {
            Number = number,
            Created = step.Created,
            CreatedBy = createdBy,
            Instruction = BuildInstruction.Clean(createdBy),
            Size = step.OwnSize,
            Layer = layer,
            Comment = step.Comment,
            Author = step.Author,
            ImageId = step.Id,
            Origin = step.Origin,
        });
    }

    private static long? Total(List<Image> chain)
    {
        long sum = 0;
        foreach (Image step in chain)
        {
            if (step.OwnSize is not long size || size > long.MaxValue - sum)
                return null;
            sum += size;
        }
        return sum;
    }

    private static void Own(Image image, Func<Image, Layer?> layerOf)
    {
        foreach (Layer layer in image.Layers)
            layer.Images.Add(image);
        if (layerOf(image) is { } own)
            own.Step ??= image.Steps[^1];
    }
}
