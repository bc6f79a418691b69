using StoreForensics.Model;
using StoreForensics.Reports.Json.Objects;

namespace StoreForensics.Reports.Sqlite;

/// <summary>Images with their names, layers and build steps.</summary>
internal sealed class ImageTables(ICaseRows database, EvidenceKeys evidence, RowKeys keys)
{
    public void Write(IReadOnlyList<Image> images)
    {
        Images(images);
        Names(images);
        Layers(images);
        Steps(images);
    }

    private void Images(IReadOnlyList<Image> images)
    {
        using RowInsert row = database.Insert("images", "image_key", "evidence_id", "store", "image_id", "image", "intermediate", "created", "created_text",
            "registered",
            "parent_image_id", "size", "own_size", "docker_version", "architecture", "os", "author", "comment", "provenance", "made", "origin", "origin_bytes",
                "facts");
        foreach (Image i in images)
        {
            row.Integer(keys.Of(i)).Integer(evidence[i.Store.Root.Evidence]).Text(i.Store.Name).Text(i.Id).Joined(i.DisplayNames).Flag(i.IsIntermediate)
                .Time(i.Created?.Time).Text(i.Created?.Text).Time(i.Registered).Text(i.ParentId).Integer(i.TotalSize).Integer(i.OwnSize).Text(i.DockerVersion)
                .Text(i.Architecture).Text(i.Os).Text(i.Author).Text(ImageJson.CommentOf(i)).Text(i.Provenance?.Origin).Text(i.Provenance?.Made)
                .Bytes(i.Origin.Path.Bytes).Json(i, ImageJson.WriteWhole).Run();
        }
    }

    private void Names(IReadOnlyList<Image> images)
    {
        using RowInsert row = database.Insert("image_names", "evidence_id", "image_key", "name", "repository", "tag", "digest");
        foreach (Image image in images)
        {
            foreach (ImageReference r in image.References)
                row.Integer(evidence[image.Store.Root.Evidence]).Integer(keys.Of(image)).Text(r.ToString()).Text(r.Repository).Text(r.Tag).Text(r.Digest).Run();
        }
    }

    private void Layers(IReadOnlyList<Image> images)
    {
        using RowInsert row = database.Insert("image_layers", "evidence_id", "image_key", "position", "layer_key");
        foreach (Image image in images)
        {
            for (int i = 0; i < image.Layers.Count; i++)
                row.Integer(evidence[image.Store.Root.Evidence]).Integer(keys.Of(image)).Integer(i + 1).Integer(keys.Of(image.Layers[i])).Run();
        }
    }

    private void Steps(IReadOnlyList<Image> images)
    {
        using RowInsert row = database.Insert("steps", "evidence_id", "image_key", "step", "created", "created_text", "created_by", "instruction", "size",
            "layer_key",
            "layer_inferred", "empty_layer", "comment", "author", "step_image_id");
        foreach (Image image in images)
        {
            foreach (BuildStep s in image.Steps)
            {
                row.Integer(evidence[image.Store.Root.Evidence]).Integer(keys.Of(image)).Integer(s.Number).Time(s.Created?.Time).Text(s.Created?.Text)
                    .Text(s.CreatedBy)
                    .Text(s.Instruction).Integer(s.Size).Integer(keys.Of(s.Layer)).Flag(s.LayerIsInferred).Flag(s.IsEmptyLayer).Text(s.Comment).Text(s.Author)
                    .Text(s.ImageId).Run();
            }
        }
    }
}
