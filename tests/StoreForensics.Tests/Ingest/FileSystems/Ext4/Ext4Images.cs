namespace StoreForensics.Tests.Ingest.FileSystems.Ext4;

/// <summary>The file systems that hold the portable reference tree: what <c>mke2fs</c>
/// is told, so that between them they have each feature with and without.</summary>
internal static class Ext4Images
{
    public static readonly (string Name, string Size, string Options)[] All =
    [
        ("ext2-1k", "1536k", "-t ext2 -b 1024 -I 128"),
        ("ext2-old", "1536k", "-t ext2 -r 0 -b 1024"),
        ("ext2-2k", "2m", "-t ext2 -b 2048 -I 256"),
        ("ext2-4k", "2m", "-t ext2 -b 4096 -I 512 -O ^dir_index"),
        ("ext2-plain", "1536k", "-t ext2 -b 1024 -I 128 -O none"),
        ("ext3-1k", "4m", "-t ext3 -b 1024 -I 128 -J size=1"),
        ("ext3-4k", "8m", "-t ext3 -b 4096 -I 256"),
        ("ext4-1k", "4m", "-t ext4 -b 1024 -I 256 -J size=1"),
        ("ext4-1k-old-inodes", "2m", "-t ext4 -b 1024 -I 128 -O ^has_journal"),
        ("ext4-2k", "2m", "-t ext4 -b 2048 -I 512 -O ^has_journal"),
        ("ext4-4k", "8m", "-t ext4 -b 4096 -I 256"),
        ("ext4-no-extents", "2m", "-t ext4 -b 1024 -O ^extents,^64bit,^has_journal"),
        ("ext4-no-checksums", "2m", "-t ext4 -b 1024 -O ^metadata_csum,^has_journal"),
        ("ext4-uninit", "2m", "-t ext4 -b 1024 -O ^metadata_csum,uninit_bg,^64bit,^has_journal"),
        ("ext4-uninit-64", "2m", "-t ext4 -b 1024 -O ^metadata_csum,uninit_bg,64bit,^has_journal"),
        ("ext4-inline-256", "1536k", "-t ext4 -b 1024 -I 256 -O inline_data,^has_journal"),
        ("ext4-inline-512", "2m", "-t ext4 -b 4096 -I 512 -O inline_data,^has_journal"),
        ("ext4-inline-1024", "2m", "-t ext4 -b 4096 -I 1024 -O inline_data,ea_inode,^has_journal"),
        ("ext4-groups", "2m", "-t ext4 -b 1024 -g 256 -O ^flex_bg,^has_journal"),
        ("ext4-meta-bg", "3m", "-t ext4 -b 1024 -g 256 -O meta_bg,^resize_inode,^has_journal"),
        ("ext4-meta-bg-32", "3m", "-t ext4 -b 1024 -g 256 -O meta_bg,^resize_inode,^64bit,^flex_bg,^has_journal"),
        ("ext4-bigalloc-4k", "4m", "-t ext4 -b 4096 -C 16384 -O bigalloc,^has_journal"),
        ("ext4-bigalloc-1k", "4m", "-t ext4 -b 1024 -C 4096 -O bigalloc,^has_journal"),
        ("ext4-value-inodes", "2m", "-t ext4 -b 1024 -I 128 -O ea_inode,^has_journal"),
        ("ext4-copies", "2m", "-t ext4 -b 1024 -g 512 -O sparse_super2,^resize_inode,^has_journal"),
        ("ext4-seed", "2m", "-t ext4 -b 1024 -O metadata_csum_seed,^has_journal"),
        ("ext4-no-file-type", "2m", "-t ext4 -b 1024 -O ^filetype,^has_journal"),
        ("ext4-all-copies", "2m", "-t ext4 -b 1024 -g 256 -O ^sparse_super,^resize_inode,^has_journal"),
        ("ext4-two-groups", "9m", "-t ext4 -b 1024 -O ^has_journal"),
    ];
}
