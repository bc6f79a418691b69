using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Structure;

/// <summary>The inventory of a host that builds all day: images on one base, each with
/// its own step for the base's layer, as many containers of the first.</summary>
internal static class BusyHost
{
    public static Inventory Of(int images, string createdBy = "/bin/sh -c make")
    {
        var store = new StoreInfo { Name = "overlay2", Driver = "overlay2", Era = "layered", Root = new Origin("e.tar", default) };
        var inventory = new Inventory();
        inventory.Stores.Add(store);
        Layer common = LayerOf(store, "base", inventory);
        for (int i = 0; i < images; i++)
            inventory.Images.Add(ImageOf(store, i, common, LayerOf(store, "own " + i, inventory), createdBy));
        for (int i = 0; i < images; i++)
            inventory.Containers.Add(new Container
            {
                IsConfigKnown = true,
                IsHostConfigKnown = true,
                Id = Id("container " + i),
                Store = store,
                Origin = OriginOf("c" + i),
                Name = $"job-{i:d5}",
                Image = inventory.Images[0],
                ImageId = inventory.Images[0].Id
            });
        return inventory;
    }

    private static Layer LayerOf(StoreInfo store, string name, Inventory inventory)
    {
        var layer = new Layer { Id = Id(name), Store = store, Origin = OriginOf(name), Role = LayerRole.Image };
        inventory.Layers.Add(layer);
        return layer;
    }

    private static Image ImageOf(StoreInfo store, int number, Layer common, Layer own, string createdBy)
    {
        var created = new RecordedTime(new Timestamp(1_700_000_000 + number, 0), "");
        var image = new Image { Id = Id("image " + number), Store = store, Origin = OriginOf("i" + number), Created = created };
        image.References.Add(new ImageReference($"team/app-{number:d5}", "latest", null));
        foreach (Layer layer in (Layer[])[common, own])
        {
            image.Layers.Add(layer);
            layer.Images.Add(image);
            image.Steps.Add(new BuildStep
            {
                Number = image.Steps.Count + 1,
                Created = created,
                CreatedBy = $"{createdBy} # {number}",
                Instruction = "RUN make",
                Layer = layer,
                Origin = image.Origin
            });
            layer.Step ??= image.Steps[^1];
        }
        return image;
    }

    private static Origin OriginOf(string name) => new("e.tar", EvidencePath.FromString(name));

    private static string Id(string name) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)));
}
